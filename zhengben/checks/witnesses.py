"""Checks V: what an edition says of the witnesses of its text is what they read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from html import unescape

from zhengben.apparatus.variant_notes import VariantNote, listed_variants
from zhengben.checks.finding import Check, Finding, Subject
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import WORDS
from zhengben.document.regex import regex

_MEND = "Publish the document again; `build.py variants DOC` lists what they read."
ROWS = (
    Check(
        "V-001",
        "The colophon says how many witnesses a text has, and in how many places they read "
        "otherwise.",
        _MEND,
    ),
    Check(
        "V-002",
        "Where variants are notes, every one is there, in the order of the text: its place, to "
        "which it leads, what the text reads, who reads what, and what the editor decided.",
        _MEND,
    ),
)
_PHRASE = regex(r"[\u4e00-\u9fff]+|\d+")
_MARKUP = regex(r"<[^>]*>|\s")
_SECTION = regex(r'<section [^>]*data-apparatus="variants">.*?</section>', re.DOTALL)
_HEADING = regex(r"<h[1-6] .*?</h[1-6]>", re.DOTALL)
_LINK = regex(r'<a href="[^"#]*#([^"]*)"')


def examine(subject: Subject) -> Iterator[Finding]:
    """Look for the row of the colophon in e-books and print editions."""
    declaration = subject.declaration
    shown = subject.path.suffix in (".epub", ".pdf") or subject.artefact.edition == "web"
    if not declaration.witnesses or not shown:
        return
    words, count = witness_words(declaration.script), len(declaration.variants)
    decided = sum(bool(variant.decision) for variant in declaration.variants)
    names = "、".join(witness.name for witness in declaration.witnesses)
    said = (words.differs if count else words.agrees).format(
        len(declaration.witnesses), names, count, decided
    )
    found, turned = _colophon(subject)
    # of columns a reader of the file is given the words, in another order
    wanted = _PHRASE.findall(said) if turned else [_bare(said)]
    if any(phrase not in found for phrase in wanted):
        yield Finding("V-001", subject.artefact.file, "colophon", f"It does not say: {said}")
    if declaration.lists_variants and not subject.column:
        for sentence in _listed(subject, listed_variants(declaration, WORDS[declaration.script])):
            yield Finding("V-002", subject.artefact.file, words.heading, sentence)


def _listed(subject: Subject, notes: Sequence[VariantNote]) -> Iterator[str]:
    """Compare the notes of a file, with where each leads, with what they have to be."""
    if not notes:
        return
    said, links = _notes(subject, witness_words(subject.declaration.script).heading)
    for note in notes:
        wanted = _bare(note.term + note.text)
        if not said.startswith(wanted):
            yield f"{note.term} is not there, or not as it should be: {note.text}"
            return
        said = said.removeprefix(wanted)
    if said:
        yield f"Behind the last variant stands {said[:40]}"
    # a sheet of several pages leads nowhere
    elif any(links) and links != [note.line.id for note in notes]:
        yield "The notes do not lead to their places, each to its own."


def _notes(subject: Subject, heading: str) -> tuple[str, list[str]]:
    """Return what a file says under a heading, without blanks, and where that leads."""
    path = subject.path
    if path.suffix == ".pdf":
        from zhengben.proof.parts_behind import parts_behind

        found = [part for part in parts_behind(path) if _bare(part.heading) == heading]
        said = "".join(_bare(part.text) for part in found)
        return said, [link for part in found for link in part.links]
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            names = [name for name in book.namelist() if name.endswith("/variants.xhtml")]
            page = "".join(book.read(name).decode("utf-8") for name in names)
    else:
        page = path.read_text("utf-8")
    part = "".join(_SECTION.findall(page))
    text = unescape(_MARKUP.sub("", _HEADING.sub("", part)))
    return _bare(text), [unescape(link) for link in _LINK.findall(part)]


def _bare(text: str) -> str:
    return "".join(text.split())


def _colophon(subject: Subject) -> tuple[str, bool]:
    """Return what pages or the colophon of a book say, without blanks, and whether in columns."""
    if subject.path.suffix == ".epub":
        with zipfile.ZipFile(subject.path) as book:
            names = [name for name in book.namelist() if name.endswith("colophon.xhtml")]
            pages = (book.read(name).decode("utf-8") for name in names)
            return "".join(_MARKUP.sub("", page) for page in pages), False
    if subject.path.suffix == ".html":
        return _MARKUP.sub("", subject.path.read_text("utf-8")), False
    import pypdfium2

    with pypdfium2.PdfDocument(subject.path) as pdf:
        turned = any(page.get_rotation() for page in pdf)
        said = "".join(page.get_textpage().get_text_bounded() for page in pdf)
        return _bare(said), turned
