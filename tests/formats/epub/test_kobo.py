"""The books become books for Kobo by what others convert with: calibre and kepubify.

Both put the contents of a page into two elements, and each sentence into a span with a number, by
which a Kobo remembers the place; the press makes no such book itself. What they do is done here to
finished books: nothing may be lost by it, and nothing may be left that they pass by or misread.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from ebooks import altered
from lxml import etree

from tests.marked_documents import write_marked
from tests.rows import E_READER, E_READER_VERTICAL
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.formats.epub import write_epub
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

PROJECT = Path(__file__).resolve().parents[3]
BOOKS = ("astana-2017", "specimen-law", "specimen-treaty", "marked", "vertical")
XHTML = "{http://www.w3.org/1999/xhtml}"
# what the converters pass by; and where a reader expects running text
PASSED_BY = ("script", "style", "pre", "svg", "math")
HOLDERS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "dt", "dd"))
# elements that HTML knows as empty: any other that is closed at once swallows what follows it
VOID = frozenset(("br", "hr", "img", "link", "meta", "wbr", "col", "image", "path"))
SENTENCE = re.compile(r"[^。！？；：.!?:]*[。！？；：.!?:]+[」』”’）]*\s*|[^。！？；：.!?:]+")


@pytest.fixture(scope="module", params=BOOKS)
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Declaration]:
    folder = tmp_path_factory.mktemp("kobo")
    name = "astana-2017" if request.param == "vertical" else request.param
    home = write_marked(folder / "content") if name == "marked" else PROJECT / "content" / name
    declaration = Source.open(home).read()[0]
    edition = E_READER_VERTICAL if request.param == "vertical" else E_READER
    path = folder / "book.epub"
    path.write_bytes(
        write_epub(declaration, edition, Assets.find(), generator="Zhengben test", folder=home)
    )
    return path, declaration


def pages(path: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                yield name, archive.read(name)


def texts(body: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements that converters look for text in."""
    for element in body.iter(f"{XHTML}*"):
        chain = [element, *element.iterancestors()]
        if not any(etree.QName(each).localname in PASSED_BY for each in chain):
            yield element


def converted(data: bytes) -> bytes:
    """Return a page as the converters make it."""
    root = etree.fromstring(data)
    body = root.find(f"{XHTML}body")
    assert body is not None
    numbers = iter(range(1, 100_000))
    for element in list(texts(body)):
        for child in reversed(list(element)):
            enclose(element, child.tail, numbers, element.index(child) + 1)
            child.tail = None
        if element is not body:
            enclose(element, element.text, numbers, 0)
            element.text = None
    columns = etree.Element(f"{XHTML}div", id="book-columns")
    inner = etree.SubElement(columns, f"{XHTML}div", id="book-inner")
    inner.extend(list(body))
    body.append(columns)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def enclose(parent: etree._Element, text: str | None, numbers: Iterator[int], at: int) -> None:
    for piece in reversed(SENTENCE.findall(text or "")):
        span = etree.Element(f"{XHTML}span", {"class": "koboSpan", "id": f"kobo.{next(numbers)}.1"})
        span.text = piece
        parent.insert(at, span)


def test_a_book_for_kobo_says_the_same_text(book: tuple[Path, Declaration], tmp_path: Path) -> None:
    path, declaration = book

    def convert(entries: dict[str, bytes]) -> None:
        for name in [name for name in entries if name.endswith(".xhtml")]:
            entries[name] = converted(entries[name])

    kobo = altered(path, tmp_path / "book.kepub.epub", convert)
    assert sum(page.count(b"koboSpan") for _, page in pages(kobo)) > 20
    ids = tuple(line.id for line in declaration.lines)
    marks = [line.marks for line in declaration.lines]
    proofs = [prove(each, declaration.text, ids=ids, references={}, marks=marks)
              for each in (path, kobo)]  # fmt: skip
    assert [proof.failures for proof in proofs] == [(), ()]


def oddities(data: bytes) -> Iterator[str]:
    """Yield what converters for Kobo would pass by or misread in a page."""
    body = etree.fromstring(data).find(f"{XHTML}body")
    assert body is not None
    for element in texts(body):
        around = [str(etree.QName(e).localname) for e in (element, *element.iterancestors())]
        said = (element.text, *(child.tail for child in element))
        if any((part or "").strip() for part in said) and not HOLDERS & set(around):
            yield f"text in a {around[0]}"
        if around[0] in HOLDERS - {"li", "td", "th", "dd"} and {"p", "h1", "h2"} & set(around[1:]):
            yield f"{around[0]} in a paragraph"
    page = data.decode("utf-8")
    yield from (
        f"{name} closed at once" for name in set(re.findall(r"<([\w:]+)[^<>]*/>", page)) - VOID
    )
    if "kobo" in page:
        yield "a name of theirs"


def test_no_page_has_anything_that_converters_misread(book: tuple[Path, Declaration]) -> None:
    assert [(name, told) for name, data in pages(book[0]) for told in oddities(data)] == []


ODD = {
    "<div>甲</div>": "text in a div",
    "<section><p>甲</p>乙</section>": "text in a section",
    "<p>甲<span><p>乙</p></span></p>": "p in a paragraph",
    '<p>甲<span id="page-1"/>乙</p>': "span closed at once",
    '<p id="kobo.1.1">甲</p>': "a name of theirs",
}


@pytest.mark.parametrize("odd", ODD)
def test_what_they_misread_is_seen(odd: str) -> None:
    page = f'<html xmlns="{XHTML[1:-1]}"><body>{odd}</body></html>'
    assert list(oddities(page.encode())) == [ODD[odd]]


def test_no_rule_hangs_on_a_child_of_the_body() -> None:
    # the elements that are put around the text part what was a child from its parent
    for sheet in (PROJECT / "styles").glob("epub*.css"):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        selectors = re.findall(r"([^{}]+)\{", rules)
        assert not [s for s in selectors if re.search(r"body\s*[>+~]|:(?:first|last|nth|not)", s)]
