"""Renders the pages of a book, its contents and its NCX from the Jinja templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import jinja2
from lxml import etree
from markupsafe import escape

from zhengben.design.templates import environment
from zhengben.document.errors import RenderError
from zhengben.formats.epub.book import Book
from zhengben.formats.epub.parts import ContentDocument
from zhengben.formats.epub.pieces import upright

_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"
# kinds that share another one's template
_TEMPLATES = {"annex": "chapter"}
_RECEIVED = "received"
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


@dataclass(frozen=True, slots=True)
class RenderedDocument:
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


def render(book: Book, templates: Path) -> tuple[RenderedDocument, ...]:
    """Render every page of the book in reading order, and the NCX behind them."""
    env = environment(templates)
    env.globals["book"] = book
    env.filters["cells"] = upright if book.edition.vertical else escape
    genre, pages = book.declaration.genre, list[RenderedDocument]()
    for page in book.pages:
        template = f"{_TEMPLATES.get(page.kind, page.kind)}.xhtml.j2"
        pages.append(_document(env, genre, page, template, page.href, _XHTML))
    ncx = ContentDocument("ncx", "ncx", "")
    return (*pages, _document(env, genre, ncx, "toc.ncx.j2", "toc.ncx", _NCX))


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
    properties = ("nav",) if page.kind == "contents" else ()
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
