"""What people decided about conversion: names, exceptions and forms, each row with its source.

The tables of the press lie beside this module. ``content/names.toml`` and
``content/exceptions.toml`` add to them for all documents of a content folder, ``[[exception]]`` in
a ``document.toml`` for that document alone.

A *name* is converted to the form its row gives, character for character. An *exception* says what
a phrase becomes where the library is wrong. A *form* puts the character in general use for the one
the library prefers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

from zhengben.document.errors import ContentError
from zhengben.files.toml import TomlTable
from zhengben.scripts.dictionaries import library
from zhengben.scripts.matching import simplified
from zhengben.scripts.tags import SCRIPTS, general_label

KINDS = ("person", "state", "place", "instrument")
_VARIANTS = {"zh-Hant-TW": "t2tw", "zh-Hant-HK": "t2hk"}
_PACKAGE = Path(__file__).parent


def general(script: str) -> str:
    """Return the general Traditional script for itself and its variants, or an empty text."""
    return "zh-Hant" if script.startswith("zh-Hant") else ""


class Ruling(Struct, frozen=True):
    """A row that decides a stretch of text: ``forms`` are its forms by script.

    ``rule`` is ``name`` or ``exception``; ``detail`` is the kind of the name or the reason;
    ``origin`` is the script an exception starts from, empty for a name; ``example`` shows its
    fault. ``own`` marks an exception of a document, ``at`` limits it to a line: its anchor, or our
    number of its paragraph.
    """

    rule: Literal["name", "exception"]
    forms: dict[str, str]
    detail: str
    path: Path
    line: int
    origin: str = ""
    example: str = ""
    own: bool = False
    at: str | int = ""

    @property
    def is_word(self) -> bool:
        """Tell whether the row is a name of its own, and not a title or an editor's phrase."""
        return self.rule == "name" and self.detail != "instrument"

    def error(self, sentence: str) -> ContentError:
        """Return an error that points at the row."""
        return ContentError(sentence, self.path, self.line)

    def form(self, script: str) -> str | None:
        """Return the form in a script: its own, or the general Traditional one in its variants."""
        if script in self.forms:
            return self.forms[script]
        if script in _VARIANTS and "zh-Hant" in self.forms:
            return library(_VARIANTS[script]).convert(self.forms["zh-Hant"])
        return None


class Reviewed(Struct, frozen=True):
    """All rows that hold for a document.

    ``forms`` maps (from, to, library's form) to ours; ``names_file`` is where names are added.
    """

    rulings: tuple[Ruling, ...]
    forms: dict[tuple[str, str, str], str]
    names_file: Path

    @property
    def words(self) -> frozenset[str]:
        """Return the names that the segmenter is to know, folded as it reads a text."""
        names = (simplified(r.forms["zh-Hans"]) for r in self.rulings if r.is_word)
        return frozenset(name for name in names if len(name) > 1)

    @property
    def shared(self) -> Reviewed:
        """Return the rows without those of one document."""
        rows = tuple(ruling for ruling in self.rulings if not ruling.own)
        return Reviewed(rows, self.forms, self.names_file)

    def with_titles(self, pairs: Iterable[tuple[str, str]], path: Path) -> Reviewed:
        """Return the rows and, as names, titles of instruments (Traditional, Simplified)."""
        rows = (
            Ruling("name", {"zh-Hant": one, "zh-Hans": other}, "instrument", path, 0)
            for one, other in pairs
        )
        return Reviewed((*self.rulings, *rows), self.forms, self.names_file)


def load_reviewed(content: Path, document: TomlTable | None = None) -> Reviewed:
    """Read the tables for the documents of ``content``, and the exceptions of one of them.

    Raises ContentError for a row whose forms are not of one length or, for a name, are not forms
    of the same characters.
    """
    own = tuple(own_exceptions(document)) if document is not None else ()
    press, shared = _press(), _tables(content)
    rulings = (*press.rulings, *shared.rulings, *own)
    return Reviewed(rulings, {**press.forms, **shared.forms}, content / "names.toml")


@cache
def _press() -> Reviewed:
    return _tables(_PACKAGE)


def _tables(folder: Path) -> Reviewed:
    rulings, forms = list[Ruling](), dict[tuple[str, str, str], str]()
    if (path := folder / "names.toml").is_file():
        rulings += _names(path)
    if (path := folder / "exceptions.toml").is_file():
        found, forms = _exceptions(path)
        rulings += found
    return Reviewed(tuple(rulings), forms, folder / "names.toml")


def own_exceptions(document: TomlTable) -> Iterator[Ruling]:
    """Yield the ``[[exception]]`` rows of a ``document.toml``."""
    origin = general_label(document.choice("script", SCRIPTS))
    for table in document.tables("exception"):
        at = table.text("at") if "at" in table else table.integer("paragraph", 0) or ""
        yield _exception(table, origin, own=True, at=at)


def _names(path: Path) -> list[Ruling]:
    """Read names: a table a kind, each key the general Traditional form of a name."""
    root, rows = TomlTable.load(path), list[Ruling]()
    seen: dict[str, Ruling] = {}
    for kind in KINDS:
        if kind not in root:
            continue
        table = root.table(kind)
        for name in table.names():
            row = Ruling("name", {"zh-Hant": name, "zh-Hans": table.text(name)}, kind, path,
                         table.line(name))  # fmt: skip
            _check_name(row)
            other = seen.setdefault(row.forms["zh-Hans"], row)
            if other.forms != row.forms:
                raise row.error(
                    f"“{row.forms['zh-Hans']}” already stands for {other.forms['zh-Hant']} "
                    f"(line {other.line}); lengthen one of the names."
                )
            rows.append(row)
    root.finish()
    return rows


def _check_name(row: Ruling) -> None:
    traditional, simplified = row.forms["zh-Hant"], row.forms["zh-Hans"]
    if len(traditional) != len(simplified):
        raise row.error(f"“{traditional}” and “{simplified}” are not equally long.")
    for one, other in zip(traditional, simplified, strict=True):
        if other not in (one, *library("t2s").choices(one)):
            raise row.error(
                f"{other} is no form of {one}: a name is converted character by character, "
                "never replaced by another name."
            )


def _exceptions(path: Path) -> tuple[list[Ruling], dict[tuple[str, str, str], str]]:
    root = TomlTable.load(path)
    rows = [
        _exception(table, general_label(table.choice("from", SCRIPTS)))
        for table in root.tables("exception")
    ]
    forms: dict[tuple[str, str, str], str] = {}
    for table in root.tables("form"):
        origin, to = table.choice("from", SCRIPTS), table.choice("to", SCRIPTS)
        theirs, ours = table.text("library"), table.text("wanted")
        table.text("reason")
        table.finish()
        if len(theirs) != len(ours):
            raise table.error(f"“{theirs}” and “{ours}” are not equally long.")
        forms |= {(origin, to, one): other for one, other in zip(theirs, ours, strict=True)}
    root.finish()
    return rows, forms


def _exception(table: TomlTable, origin: str, *, own: bool = False, at: str | int = "") -> Ruling:
    phrase, reason = table.text("phrase"), table.text("reason")
    example = table.text("example", phrase)
    forms = {to: table.text(to) for to in SCRIPTS if to != origin and to in table}
    table.finish()
    if not forms:
        raise table.error("says no wanted form; add one, such as zh-Hans = “…”.")
    if phrase not in example:
        raise table.error(f"the example must hold “{phrase}”.", "example")
    for to, form in forms.items():
        if len(form) != len(phrase):
            raise table.error(f"“{form}” is not as long as “{phrase}”.", to)
    return Ruling("exception", {origin: phrase, **forms}, reason, table.path, table.line(),
                  origin, example, own, at)  # fmt: skip
