"""Renders the pages of a book, its contents and its NCX from the Jinja templates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import jinja2
from lxml import etree
from markupsafe import Markup, escape
from msgspec import Struct

from zhengben.apparatus.pieces import upright
from zhengben.design.templates import environment
from zhengben.document.errors import RenderError
from zhengben.formats.epub.book import Book
from zhengben.formats.epub.parts import ContentDocument
from zhengben.linebreaking.titles import break_title

_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"
# a title breaks by sense into lines of at most so many characters, which a phone shows in one
_TITLE_LINE = 12
_RECEIVED = "received"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


class RenderedDocument(Struct, frozen=True):
    """A rendered document of the book.

    ``text`` is what the book's own font has to show of it; ``properties`` are those of its
    manifest item.
    """

    name: str
    href: str
    media_type: str
    content: bytes
    text: str
    properties: tuple[str, ...] = ()


def render(book: Book, templates: Path, cache: Path) -> tuple[RenderedDocument, ...]:
    """Render every page of the book in reading order, and behind them contents for machines."""
    env = environment(templates, cache)
    env.globals["book"] = book
    cells = upright if book.edition.vertical else escape
    env.filters["cells"], names = cells, book.declaration.names
    env.filters["by_sense"] = lambda text: _by_sense(text, cells, names)
    genre, pages = book.declaration.genre, list[RenderedDocument]()
    for page in book.pages:
        pages.append(_document(env, genre, page, f"{page.kind}.xhtml.j2", page.href, _XHTML))
    nav, ncx = ContentDocument("nav", "nav", book.words.contents), ContentDocument("ncx", "ncx", "")
    pages.append(_document(env, genre, nav, "nav.xhtml.j2", nav.href, _XHTML))
    return (*pages, _document(env, genre, ncx, "toc.ncx.j2", "toc.ncx", _NCX))


def _by_sense(text: str, cells: Callable[[str], Markup], names: Sequence[str]) -> Markup:
    """Return words of a title with places where a line may end, and nowhere else does."""
    return Markup("<wbr/>").join(cells(line) for line in break_title(text, _TITLE_LINE, names))


def _document(
    env: jinja2.Environment,
    genre: str,
    page: ContentDocument,
    template: str,
    href: str,
    media_type: str,
) -> RenderedDocument:
    try:
        # a genre may have a template of its own for a kind of page
        own = f"epub/genres/{genre}/{template}"
        content = env.select_template([own, f"epub/{template}"]).render(page=page).encode()
    except jinja2.TemplateSyntaxError as error:
        raise RenderError(
            f"The template {error.name}, line {error.lineno}: {error.message}; mend it."
        ) from None
    except jinja2.TemplateNotFound as error:
        raise RenderError(f"The template {error.name} is missing; restore it.") from None
    except jinja2.TemplateError as error:
        raise RenderError(
            f"The template epub/{template} fails: {error.message}; mend it."
        ) from None
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"The template epub/{template} gives no well-formed {href}: {error.msg}; mend it."
        ) from None
    properties = ("nav",) if page.kind == "nav" else ()
    if next(root.iter(f"{_MATHML}math"), None) is not None:
        properties = (*properties, "mathml")
    return RenderedDocument(page.name, href, media_type, content, _own_text(root), properties)


def _own_text(element: etree._Element) -> str:
    """Return the text of an element that the book's own font shows.

    What is quoted as received may be in another script, and formulas have fonts of their own.
    """
    if not isinstance(element.tag, str) or element.tag == f"{_MATHML}math":
        return ""
    if _RECEIVED in (element.get("class") or "").split():
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += (_own_text(child), child.tail or "")
    return "".join(parts)
