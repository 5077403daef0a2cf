"""Checks F: a file holds what the press writes and nothing else.

Each edition brings its own list: what its row says it is, with what features. A file that says the
canonical text and shows another is found here, because whatever it does so with is not on the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf

from zhengben.apparatus.places import places
from zhengben.checks.ebook.opened import UNREADABLE
from zhengben.checks.finding import Check, Finding, Subject
from zhengben.design.comparison_wording import comparison_words
from zhengben.design.faces import face_for, known_faces
from zhengben.design.language_wording import language_words
from zhengben.design.records import FileRecord, PageRecord, SheetRecord
from zhengben.design.registry import file_record
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.document.notation import OBJECT
from zhengben.figures.known import known_objects
from zhengben.proof.akn_strangers import strange_akn
from zhengben.proof.book_font import is_without_fonts, strange_book_font, strange_page_fonts
from zhengben.proof.extraction import Fault
from zhengben.proof.pdf import MALFORMED
from zhengben.proof.pdf_grammar import PDF_2
from zhengben.proof.pdf_objects import framed, strange_objects
from zhengben.proof.pdf_operators import StrictContents
from zhengben.proof.pdf_words import Told, strange_words
from zhengben.proof.rendering import strange_pages
from zhengben.proof.tree_links import strange_tree
from zhengben.proof.web_strangers import strange_book, strange_page

_WEB = ("application/epub+zip", "text/html")
_MEND = "Publish the document again; what the sentence names was never written by the press."
ROWS = (
    Check("F-004", "Every object of a PDF, with every key and value, is one that the press writes.",
          _MEND, "ISO 32000-1; zhengben/proof/pdf_grammar.py"),
    Check("F-005", "Every operator of a page is one that the press writes there, nothing lies over "
          "the text, and what is said beside it is what the document gives.",
          _MEND, "ISO 32000-1, 8 and 9; zhengben/proof/pdf_grammar.py"),
    Check("F-006", "Every file, element, attribute and rule of style of an e-book or web page is "
          "one that the press writes, and the book's font draws what it says.",
          _MEND, "EPUB 3.3; zhengben/proof/web_grammar.py"),
    Check("F-007", "Every element and attribute of Akoma Ntoso is one that the press writes.",
          _MEND, "zhengben/proof/akn_strangers.py"),
    Check("F-008", "Drawn by PDFium, and by Poppler or MuPDF where one is installed, every page "
          "shows the characters that it claims, as the published faces have them, and no others.",
          "Publish the document again; the sentence names the first character that differs."),
    Check("F-009", "A file is of the media type, and claims the standards, that its edition has.",
          "Publish the document again; zhengben/design/editions.py says what an edition is."),
)  # fmt: skip


def examine(subject: Subject) -> Iterator[Finding]:
    """Look for anything that the edition of the file does not have."""
    file, listed = subject.artefact.file, subject.listed or subject.artefact
    record = file_record(listed.edition, file)
    if record is None:
        told = f"No edition “{listed.edition:.40}” makes a file of this name."
        yield Finding("F-009", file, "manifest", told)
        return
    if (listed.media_type, set(listed.claims)) != (record.media_type, set(record.claims)):
        told = (
            f"The manifest says {listed.media_type or 'no type'} and {_listed(listed.claims)}, "
            f"the edition is {record.media_type} and claims {_listed(record.claims)}."
        )
        yield Finding("F-009", file, "manifest", told)
    if not subject.path.is_file():
        # F-001 tells that the file is not there
        return
    if record.media_type == "application/pdf":
        for code, fault in _of_pdf(subject, record):
            yield Finding(code, file, fault.place, fault.sentence)
    elif record.media_type in _WEB:
        for fault in _of_the_web(subject, record):
            yield Finding("F-006", file, fault.place, fault.sentence)
    elif record.media_type == "application/akn+xml":
        for fault in strange_akn(subject.path):
            yield Finding("F-007", file, fault.place, fault.sentence)


def _of_the_web(subject: Subject, record: FileRecord) -> Iterator[Fault]:
    """Yield what is strange in an e-book or a web page; F-002 tells of one that cannot be read."""
    data, declaration = subject.path.read_bytes(), subject.declaration
    try:
        if record.media_type == "text/html":
            alone = not subject.column
            yield from strange_page(data, declaration, alone=alone, beside=bool(record.beside))
            if alone:
                yield from strange_page_fonts(data, *_faces(declaration))
            elif record.beside or not is_without_fonts(data):
                lines, face, others = _faces(declaration)
                lines += [line for text in subject.others for line in _faces(text)[0]]
                yield from strange_page_fonts(data, lines, face, others, beside=True)
            return
        yield from strange_book(data, declaration)
        yield from strange_book_font(data, *_faces(declaration))
    except (*UNREADABLE, ElementTree.ParseError) as error:
        yield Fault("strange", "file", f"The file is not as the press writes it: {error}.")


def _faces(declaration: Declaration) -> tuple[list[str], Path, dict[str, Path]]:
    """Return what fonts have to draw: the lines, the face that draws them and all others."""
    lines = [line.text.replace(OBJECT, "") for line in declaration.lines]
    face = face_for("serif", declaration.script)
    others = {key: known.path for key, known in known_faces().items() if key != face.key}
    return lines, face.path, others


def _listed(claims: tuple[str, ...]) -> str:
    return " and ".join(claims) or "nothing"


def features(record: FileRecord) -> frozenset[str]:
    """Return which rows of the table of features a PDF has, by what its edition is."""
    found = set[str]()
    page = record.page
    found.add("imposed" if isinstance(page, SheetRecord) else "single pages")
    if record.attachments:
        found.add("attachments")
    if record.version == "2.0":
        found.add(PDF_2)
    if any(claim.startswith("PDF/A") for claim in record.claims):
        found.add("output intent")
    if isinstance(page, PageRecord) and page.turned:
        found |= {"turned", "right binding"}
    return frozenset(found)


def _of_pdf(subject: Subject, record: FileRecord) -> Iterator[tuple[str, Fault]]:
    try:
        for fault in framed(subject.path.read_bytes(), record.version):
            yield "F-004", fault
        with pikepdf.open(subject.path) as pdf:
            contents = StrictContents(pdf, known_objects(subject.declaration))
            yield from strangers_of(pdf, contents, subject, record)
            references = {face.key: face.path for face in known_faces().values()}
            for fault in strange_pages(subject.path, contents.drawn, references):
                yield "F-008", fault
    except MALFORMED as error:
        yield "F-004", Fault("strange", "file", f"The file is not as the press writes it: {error}.")


def _heads(subject: Subject) -> frozenset[str]:
    """Return what may stand above texts that an edition sets beside one another."""
    script, edition = subject.declaration.script, subject.artefact.edition
    if script not in WORDS:
        return frozenset()
    compared = comparison_words(script)
    heads = {
        "comparison": compared.heads,
        "redline": (compared.redline, compared.remark),
        "parallel": language_words(script).heads(subject.declaration.texts),
    }
    running = f"{subject.declaration.short_title}\u3000{WORDS[script].labels.get(edition, '')}"
    return frozenset((running, *heads[edition])) if edition in heads else frozenset()


def strangers_of(
    pdf: pikepdf.Pdf, contents: StrictContents, subject: Subject, record: FileRecord
) -> Iterator[tuple[str, Fault]]:
    """Yield what the press does not write in an opened PDF, each with the code of its check."""
    known = known_objects(subject.declaration)
    for fault in (*strange_objects(pdf, features(record), known), *strange_tree(pdf)):
        yield "F-004", fault
    words = frozenset(
        word
        for script in subject.artefact.scripts
        if script in WORDS
        for word in WORDS[script].everything()
    )
    declaration = subject.declaration
    if declaration.lists_variants:
        words |= {witness_words(declaration.script).heading}
    called = dict(places(declaration, WORDS[declaration.script]))
    told = Told(
        declaration, words, subject.others, called, _heads(subject),
        frozenset(subject.artefact.scripts), subject.artefact.edition == "comparison",
        bool(subject.side),
    )  # fmt: skip
    for fault in (*contents.strange, *strange_words(pdf, contents, told)):
        yield "F-005", fault
