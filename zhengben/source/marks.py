"""Reads the marks of a canonical text, and the files of pictures and formulas that they name.

The files are those of strangers: what is in them is judged before anything is made (``figures``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree

from msgspec.structs import replace

from zhengben.document.errors import ContentError
from zhengben.document.lines import Line
from zhengben.document.notation import MarkedText, NotationError, parse, write
from zhengben.document.official import FORMS, OfficialForm
from zhengben.document.provenance import ObjectFile
from zhengben.files.toml import TomlTable, read_bytes

# what readers of e-books must show (EPUB 3.3, 3.2), by suffix, with how each begins
_PICTURES = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".gif": ("image/gif", b"GIF8"),
    ".svg": ("image/svg+xml", b""),
}
_FORMULAS = {".mml": ("application/mathml+xml", b"")}
MATHML = "http://www.w3.org/1998/Math/MathML"
# in MathML: what asks for other files, or colours
_FOREIGN = frozenset(("style", "src", "mathcolor", "mathbackground", "mathsize"))
_MOST_TOGETHER = 24_000_000
_WIDEST_MM = 400


def read_renumbering(metadata: TomlTable) -> bool:
    """Read whether print numbers the author's notes anew on each page; else as the source does."""
    choices = ("as-numbered", "each-page")
    return metadata.choice("author-notes", choices, choices[0]) == choices[1]


def read_form(metadata: TomlTable) -> OfficialForm | Literal[""]:
    """Read which form an official document has, where its metadata say."""
    if "form" not in metadata:
        return ""
    said = metadata.choice("form", FORMS)
    if metadata.text("genre") != "official-document":
        raise metadata.error("only an official document has a “form”; remove it.", "form")
    return next(form for form in FORMS if form == said)


def read_marks(lines: Sequence[str], path: Path) -> tuple[MarkedText, ...]:
    """Read notated lines; ContentError tells file, line and column of the first fault."""
    read = list[MarkedText]()
    for number, line in enumerate(lines, 1):
        try:
            marked = parse(line)
        except NotationError as error:
            raise ContentError(
                f"in column {error.column}, {error.sentence}", path, number
            ) from None
        if not marked.text.strip(" "):
            sentence = "has marks but no text; a call stands behind the words it belongs to."
            raise ContentError(sentence, path, number)
        if (normal := write(marked)) != line:
            raise ContentError(f"is not in the one form of the notation; write {normal}", path,
                               number)  # fmt: skip
        read.append(marked)
    return tuple(read)


def read_objects(meta: TomlTable, folder: Path, lines: Iterable[Line]) -> tuple[ObjectFile, ...]:
    """Read the ``[[object]]`` tables, each a file that a mark names, and compare its hash."""
    named = dict[str, str]()
    for line in lines:
        for mark in line.marks:
            if mark.form == "object" and mark.file:
                named.setdefault(mark.file, mark.kind)
    found, together = dict[str, ObjectFile](), 0
    for table in meta.tables("object"):
        name, digest = table.text("file"), table.text("sha256")
        if name not in named or name in found:
            what = "is told twice" if name in found else "is named by no mark of the text"
            raise table.error(f"“{name}” {what}; remove this table.", "file")
        data = read_bytes(folder / name)
        if (now := hashlib.sha256(data).hexdigest()) != digest:
            raise table.error(
                f"{name} has SHA-256 {now}, not the one written here; restore the file, or, if "
                "the change was meant, write the new hash.",
                "sha256",
            )
        kind = _media_type(folder / name, data, named[name])
        found[name] = _object(table, folder / name, data, ObjectFile(name, kind, digest))
        together += len(data)
        if together > _MOST_TOGETHER:
            raise table.error(
                f"the files of pictures and formulas are larger than "
                f"{_MOST_TOGETHER // 1_000_000} MB together; make pictures smaller.",
                "file",
            )
        table.finish()
    for name in named:
        if name not in found:
            raise meta.error(
                f"the text names the file “{name}”; add an [[object]] with its file and sha256."
            )
    return tuple(found.values())


def _media_type(path: Path, data: bytes, kind: str) -> str:
    """Return the media type of a picture or formula, after a look at how it begins."""
    known = _PICTURES if kind == "image" else _FORMULAS
    media_type, begins = known.get(path.suffix.lower(), ("", b""))
    if not media_type or not data.startswith(begins):
        there = ", ".join(known)
        other = next((suffix for suffix, (_, begin) in _PICTURES.items()
                      if kind == "image" and begin and data.startswith(begin)), "")  # fmt: skip
        if other:
            raise ContentError(
                f"is a picture of another kind than its name says; call it "
                f"{path.with_suffix(other).name}, in the text too.",
                path,
            )
        what = "picture" if kind == "image" else "formula in MathML"
        raise ContentError(f"is no {what} of the kinds {there}; convert it to one.", path)
    if kind == "math":
        _require_mathml(path, data)
    return media_type


def _object(table: TomlTable, path: Path, data: bytes, named: ObjectFile) -> ObjectFile:
    """Read what a file shows, and how the metadata want it printed."""
    from zhengben.figures.described import PictureError, described

    try:
        found = described(named, data)
    except PictureError as error:
        raise ContentError(str(error), path) from None
    if not found.is_picture:
        return found
    asked = table.integer("width-mm", 0)
    if not 0 <= asked <= _WIDEST_MM:
        raise table.error(f"a picture is 1 to {_WIDEST_MM} mm wide.", "width-mm")
    page = table.choice("page", ("", "landscape"), "")
    return replace(found, width_mm=asked, landscape=page == "landscape")


def _require_mathml(path: Path, data: bytes) -> None:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ContentError("has a document type; remove it.", path, 1)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ContentError(f"is not well-formed ({error}); mend it.", path) from None
    if root.tag != f"{{{MATHML}}}math":
        raise ContentError("is no MathML, whose root is “math” in its namespace.", path)
    from zhengben.figures.formulas import ELEMENTS

    for element in root.iter():
        name = element.tag.removeprefix(f"{{{MATHML}}}")
        if name not in ELEMENTS:
            raise ContentError(f"has an element “{name[:40]}”, which is none of MathML's here; "
                               "take it out.", path)  # fmt: skip
        for key in element.attrib:
            if "href" in key or key in _FOREIGN:
                raise ContentError(f"has an attribute “{key[:40]}”, which links or colours; take "
                                   "it out.", path)  # fmt: skip
