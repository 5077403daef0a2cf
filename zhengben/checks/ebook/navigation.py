"""Contents, landmarks, links and the page list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pikepdf

from zhengben.checks.archive.xmp import DC, XmpError, read_xmp
from zhengben.checks.ebook.opened import NS, Found, Opened, elements, source_of, strings
from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.document.identifiers import edition_urn
from zhengben.proof.pdf import extract_pdf

_NAV = "Look at templates/epub/contents.xhtml.j2 and toc.ncx.j2."
PRINTED = "handout"
MOST_BYTES = 150_000
ROWS = (
    Check("E-201", "Contents and NCX list the same, in reading order.", _NAV, "EPUB 3.3, 7.4"),
    Check("E-202", "The landmarks name the parts that the book has.", _NAV, "EPUB 3.3, 7.4.5"),
    Check("E-203", "Every link inside the book leads to something.", "Look at the templates."),
    Check(
        "E-204",
        "The page list, of contents and NCX, is all page breaks in reading order, with a source.",
        _NAV,
        "EPUB 3.3, 7.4.4; EPUB Accessibility 1.1, 4.1.3",
    ),
    Check(
        "E-205",
        "The page breaks stand at the characters where the pages of the handout begin.",
        "Publish handout and e-book again, together.",
    ),
    Check(
        "E-206",
        "No document is longer than 150 kB: e-ink readers take seconds over one.",
        "Look at zhengben/formats/epub/sections.py.",
    ),
    Check(
        "E-207",
        "Lists that are for the reader's menus alone are hidden by attribute and sheet, and are no "
        "page of the book.",
        _NAV,
        "EPUB 3.3, 7.5; calibre and MuPDF show what is hidden by the attribute alone",
    ),
)
# part of the book: epub:type of its landmark
_LANDMARKS = {
    "cover": "cover",
    "toc": "toc",
    "bodymatter": "bodymatter",
    "endnotes": "endnotes",
    "index": "index",
    "colophon": "colophon",
}


def examine(book: Opened, subject: Subject) -> Iterator[Found]:
    """Look at everything that leads somewhere."""
    yield from _contents(book)
    yield from _landmarks(book)
    yield from _links(book)
    yield from _page_list(book)
    yield from _source(book, subject)
    yield from _sizes(book)
    yield from _hidden(book)


def _contents(book: Opened) -> Iterator[Found]:
    contents = [(address, text) for _, address, text in book.nav_links("toc")]
    if book.ncx is None:
        yield "E-201", "package", "There is no NCX."
        return
    name, root = book.ncx
    points = [
        (
            book.resolve(name, source_of(point)),
            point.findtext("n:navLabel/n:text", "", NS),
        )
        for point in root.iterfind(".//n:navPoint", NS)
    ]
    if contents != points:
        yield "E-201", name, "Contents and NCX differ."
    files = list(dict.fromkeys(address.partition("#")[0] for address, _ in contents))
    if files != [file for file in book.documents if file in files]:
        yield "E-201", book.nav_name, "The contents are not in reading order."
    numbers = [int(order) for order in strings(root, "//@playOrder")]
    if sorted(numbers) != list(range(1, len(numbers) + 1)):
        yield "E-201", name, "The play order has gaps or says a number twice."


def _landmarks(book: Opened) -> Iterator[Found]:
    found = {kind for kind, _, _ in book.nav_links("landmarks")}
    for part, kind in _LANDMARKS.items():
        if kind not in found and book.of_type(part):
            yield "E-202", book.nav_name, f"There is no landmark {kind}."


def _links(book: Opened) -> Iterator[Found]:
    anchors = {f"{name}#{i}" for name, r in book.documents.items() for i in strings(r, "//@id")}
    anchors |= set(book.documents)
    for name, root in {**book.documents, book.nav_name: book.nav}.items():
        for href in strings(root, "//h:a/@href"):
            if ":" not in href and book.resolve(name, str(href)) not in anchors:
                yield "E-203", name, f"The link {href} leads nowhere."


def _sizes(book: Opened) -> Iterator[Found]:
    for name in book.documents:
        if (size := len(book.read(name))) > MOST_BYTES:
            yield "E-206", name, f"The document has {size // 1000} kB."


def _hidden(book: Opened) -> Iterator[Found]:
    for nav in elements(book.nav, "//h:nav[@hidden]"):
        css = str(nav.get("class"))
        rule = rf"(?<![\w-])\.{re.escape(css)}\s*\{{[^}}]*display:\s*none"
        if book.nav_name in book.documents or not re.search(rule, book.sheet):
            yield "E-207", book.nav_name, f"Readers may show the hidden list {nav.get('id')}."


def breaks(book: Opened) -> list[tuple[str, str]]:
    """Return address and label of every page break in reading order."""
    return [
        (f"{name}#{e.get('id')}", str(e.get("id")).removeprefix("page-"))
        for name, e in book.of_type("pagebreak")
    ]


def _page_list(book: Opened) -> Iterator[Found]:
    found = breaks(book)
    listed = [(address, text) for _, address, text in book.nav_links("page-list")]
    if found != listed:
        told = f"The page list has {len(listed)} pages, the book {len(found)} page breaks"
        yield "E-204", book.nav_name, f"{told}, or they stand in another order."
    if book.ncx is not None:
        name, root = book.ncx
        targets = [
            (
                book.resolve(name, source_of(target)),
                target.findtext("n:navLabel/n:text", "", NS),
            )
            for target in root.iterfind(".//n:pageTarget", NS)
        ]
        if found != targets:
            yield "E-204", name, "The page list of the NCX is another one."
    if len({label for _, label in found}) != len(found):
        yield "E-204", book.nav_name, "Two pages bear one number."
    for name, element in book.of_type("pagebreak"):
        label = str(element.get("id")).removeprefix("page-")
        if element.get("role") != "doc-pagebreak" or label not in str(element.get("aria-label")):
            yield "E-204", name, f"The break of page {label} lacks its role or does not say itself."
    features = book.properties("schema:accessibilityFeature")
    for feature in ("pageNavigation", "pageBreakMarkers"):
        if bool(found) != (feature in features):
            yield "E-204", "package", f"Page breaks and the feature {feature} come together."


def _source(book: Opened, subject: Subject) -> Iterator[Found]:
    declaration = subject.declaration
    wanted = edition_urn(declaration.id, declaration.script, PRINTED)
    if book.properties("pageBreakSource") != ([wanted] if breaks(book) else []):
        yield "E-204", "package", f"pageBreakSource is not the identifier of the {PRINTED}."


def compare_with_print(book: Opened, subject: Subject) -> Iterator[Finding | Skipped]:
    """Read the starts of pages out of the finished handout and compare them."""
    declaration, file = subject.declaration, subject.artefact.file
    path = subject.path.with_name(f"{declaration.id}.{declaration.script}.{PRINTED}.pdf")
    if not path.is_file():
        yield Skipped("E-205", file, f"{path.name} is not there; publish the edition {PRINTED}.")
        return
    identifier, count, pages = _printed(path, path.stat().st_mtime_ns)
    for source in book.properties("pageBreakSource"):
        if identifier not in ("", source):
            told = f"Its page breaks are those of {source}; {path.name} is {identifier}."
            yield Finding("E-205", file, "package", told)
    positions = book.positions({line.id for line in declaration.lines})
    found = {label: positions.get(address) for address, label in breaks(book)}
    numbers = [str(number) for number in range(1, count + 1)]
    if list(found) != numbers:
        told = f"The book has the pages {', '.join(found) or 'none'}"
        yield Finding("E-205", file, "page list", f"{told}; the handout has {len(numbers)}.")
    following: tuple[str, int] | None = None
    for number in reversed(numbers):
        # a page of ours, such as printed contents, has its place before the text that follows
        wanted = following = pages.get(number, following)
        is_at = found.get(number)
        if number in found and wanted != is_at:
            yield Finding(
                "E-205",
                file,
                f"page {number}",
                f"The handout's page {number} begins {_said(wanted)}, the book's {_said(is_at)}.",
            )


@cache
def _printed(path: Path, changed_ns: int) -> tuple[str, int, Mapping[str, tuple[str, int]]]:
    """Return what a PDF says it is, how many pages it has, and where each begins in the text.

    A line and how many of its characters stand before; a page without text is left out. Several
    books are compared with one PDF, which is read once as long as it has not changed.
    """
    try:
        with pikepdf.open(path) as pdf:
            identifier = read_xmp(pdf).first(DC, "identifier")
    except (XmpError, pikepdf.PdfError):
        identifier = ""
    extraction = extract_pdf(path, {})
    pages: dict[str, tuple[str, int]] = {}
    for block in extraction.blocks:
        for place, offset in zip(block.places, block.offsets, strict=True):
            pages.setdefault(place.removeprefix("page "), (block.id, offset))
    return identifier, extraction.pages, pages


def _said(place: tuple[str, int] | None) -> str:
    return f"at {place[0]}, character {place[1] + 1}" if place else "behind the text"
