"""Checks V: what an edition says of the witnesses of its text is what they read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from zhengben.checks.finding import Check, Finding, Subject
from zhengben.design.variant_wording import witness_words

ROWS = (
    Check(
        "V-001",
        "The colophon says how many witnesses a text has, and in how many places they read "
        "otherwise.",
        "Publish the document again; `build.py variants DOC` lists what they read.",
    ),
)
_PHRASE = re.compile(r"[\u4e00-\u9fff]+|\d+")
_MARKUP = re.compile(r"<[^>]*>|\s")


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
