"""Renders the pages of a book, its contents and its NCX from the Jinja templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import jinja2
from lxml import etree

from zhengben.epub.book import Book, Page
from zhengben.errors import RenderError

_XHTML = "application/xhtml+xml"
_NCX = "application/x-dtbncx+xml"
_RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Document:
    """A rendered document; ``text`` is what the book's own font has to show of it."""

    name: str
    href: str
    media_type: str
    content: bytes
    text: str


def render(book: Book, templates: Path) -> tuple[Document, ...]:
    """Render every page of the book in reading order, and the NCX behind them."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["book"] = book
    pages = [
        _document(environment, page, f"{page.kind}.xhtml.j2", page.href, _XHTML)
        for page in book.pages
    ]
    ncx = Page("ncx", "ncx", "")
    return (*pages, _document(environment, ncx, "toc.ncx.j2", "toc.ncx", _NCX))


def _document(
    environment: jinja2.Environment, page: Page, template: str, href: str, media_type: str
) -> Document:
    try:
        content = environment.get_template(f"epub/{template}").render(page=page).encode()
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
    return Document(page.name, href, media_type, content, _own_text(root))


def _own_text(root: etree._Element) -> str:
    """Return the text of a document without what is quoted as received, in whatever script."""
    texts = list[str]()
    for element in root.iter():
        received = any(
            _RECEIVED in (e.get("class") or "").split() for e in (element, *element.iterancestors())
        )
        if not received and isinstance(element.tag, str):
            texts.append(element.text or "")
        parent = element.getparent()
        if parent is not None and _RECEIVED not in (parent.get("class") or "").split():
            texts.append(element.tail or "")
    return "".join(texts)
