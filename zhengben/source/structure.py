"""Reads ``[structure]``: what each line of the canonical text is, as the metadata declare it.

Two forms are read. A text of five parts names them (``title``, ``preamble``, ``paragraphs``,
``signatories``, ``closing``), each with its lines. Any other lists ``lines``, in order::

    lines = [
      "1      title",
      "2      session",
      "3-9    preamble",
      "10     heading 1",
      "11     article",
      "12-14  item 1",
      "15-26  table 3 header 1 empty 2.3",   # columns, rows of heads, cells without a line
      "27-30  table 3 span 1.1-1.3 2.1-3.1",  # cells of several columns or rows, corner to corner
      "31-40  table 2 align lp width 70-30",  # how columns stand, and what they take of the width
      "41-43  signatory",                     # office, name, and what else is theirs
      "44     closing",
    ]

The parts of an official document (zhengben.document.official) stand there in the place of roles.

A letter a column: l, c and r are left, centre and right, p below one another at the point of
numbers, ``-`` as what the column holds has it; widths are parts of the whole, which columns have
by what they hold where none are given.
``numbers = "own"`` says that the text bears its own numbers; else paragraphs get ours.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate
from typing import cast, get_args

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.anchors import Anchors, Declared, listed_articles
from zhengben.document.errors import ContentError
from zhengben.document.lines import (
    DEEPEST,
    LEVELLED,
    Align,
    Line,
    Role,
    Signatory,
    figure_of,
    is_of_table,
)
from zhengben.document.notation import MarkedText
from zhengben.document.official import ROLES, OfficialPart
from zhengben.document.regex import regex
from zhengben.emendation.derivation import parse_ranges
from zhengben.files.toml import TomlTable
from zhengben.source.grids import ALIGNS, place_cells

FRONT: tuple[Role, ...] = ("subtitle", "session", "organ", "dateline")
SIGNING: tuple[Role, ...] = ("office", "name", "signature", "testimonium", "closing")
_PARTS = ("title", "preamble", "paragraphs", "signatories", "closing")
# the day on which a person signed, behind the name: 某甲　2024年3月5日
_DAY_BEHIND = regex(r"[ \u3000]+\S{2,6}年\S{1,3}月\S{1,3}[日號号]")
_LANGUAGE = regex(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ROW = regex(r"\s*(\d{1,7})(?:\s*-\s*(\d{1,7}))?\s+([a-z]+(?:-[a-z]+)?)((?:\s+[\w.-]+)*)\s*")
_GRID = regex(
    r"(\d{1,6})(?: header (\d{1,6}))?(?: align ([lcrp-]+))?(?: width (\d{1,4}(?:-\d{1,4})*))?"
    r"(?: empty((?: \d{1,6}\.\d{1,6})+))?"
    r"(?: span((?: \d{1,6}\.\d{1,6}-\d{1,6}\.\d{1,6})+))?"
)
_MOST_COLUMNS = 1000
_WORDS = (*(r for r in get_args(Role) if r not in ("cell", "office", "name")), "signatory", "table",
          "signatures", *ROLES)  # fmt: skip


class Structure(Struct, frozen=True):
    """The lines of a text by the part they stand in."""

    title: Line
    front: tuple[Line, ...]
    preamble: tuple[Line, ...]
    paragraphs: tuple[Line, ...]
    signatories: tuple[Signatory, ...]
    testimonium: tuple[Line, ...]
    closing: Line | None
    annexes: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every line in the order of the text."""
        signed = (line for signatory in self.signatories for line in signatory.lines)
        rest = (self.title, *self.front, *self.preamble, *self.paragraphs, *self.testimonium)
        closing = (self.closing,) if self.closing else ()
        every = (*rest, *signed, *closing, *self.annexes)
        return tuple(sorted(every, key=lambda line: line.index))


class _Rows(Struct, frozen=True):
    """What was declared of every line, and which lines belong to one signatory."""

    declared: tuple[Declared, ...]
    signed: tuple[tuple[int, ...], ...]
    ours: bool


def read_structure(
    meta: TomlTable, texts: Sequence[MarkedText], starts: Sequence[int]
) -> Structure:
    """Return the lines of a canonical text, typed and anchored as the metadata declare."""
    table = meta.table("structure")
    rows = _Listed(table, len(texts)).read() if "lines" in table else _five_parts(table, len(texts))
    table.finish()
    anchors, lines = Anchors(rows.ours), list[Line]()
    for index, (said, declared) in enumerate(zip(texts, rows.declared, strict=True), 1):
        role, level = declared.role, declared.level
        anchor = anchors.next(said.text, declared)
        lines.append(Line(index, starts[index - 1], said.text, anchor.id, anchor.number,
                          role, level, anchor.label, declared.cell, said.marks,
                          declared.part))  # fmt: skip
    for place in listed_articles(lines):
        lines[place] = replace(lines[place], listed=True)
    _require_figures(table, lines)
    signatories = _signatories(meta, [[lines[i - 1] for i in group] for group in rows.signed])
    return _parts(table, lines, signatories)


def _require_figures(table: TomlTable, lines: Sequence[Line]) -> None:
    """Raise ContentError for a figure that is none, and for a caption without one beside it."""
    for place, line in enumerate(lines):
        if line.role == "figure" and not line.is_object:
            raise table.error(
                f"line {line.index} is no figure: it holds more than one picture or formula; call "
                "it a paragraph.",
                "lines",
            )
        captions = line.role == "caption"
        if captions and figure_of(lines, place) is None and not is_of_table(lines, place):
            raise table.error(
                f"line {line.index} is a caption, and neither the line above nor that below is a "
                "picture, a formula or a table.",
                "lines",
            )


def _parts(table: TomlTable, lines: list[Line], signatories: tuple[Signatory, ...]) -> Structure:
    """Divide the lines at the signatures: what stands behind them are annexes."""
    title = _title(table, lines)
    signed = {line.index for signatory in signatories for line in signatory.lines}
    signing = _signing(table, lines, signed)
    front = _of_roles(lines, *FRONT)
    apart = {line.index for line in (title, *front, *signing)}
    rest = [line for line in lines if line.index not in apart]
    preamble, end = _of_roles(rest, "preamble"), _end_of_text(lines, signing)
    others = [line for line in rest if line.role != "preamble"]
    body = [line for line in others if line.index <= end]
    _require_order(table, [title, *front], preamble, body, rest)
    wording = [line for line in signing if line.index not in signed]
    closings = _of_roles(wording, "closing")[-1:]
    return Structure(
        title=title,
        front=tuple(front),
        preamble=tuple(preamble),
        paragraphs=tuple(body),
        signatories=signatories,
        testimonium=tuple(line for line in wording if line not in closings),
        closing=closings[0] if closings else None,
        annexes=tuple(others[len(body) :]),
    )


def _of_roles(lines: list[Line], *roles: Role) -> list[Line]:
    return [line for line in lines if line.role in roles]


def _title(table: TomlTable, lines: list[Line]) -> Line:
    titles = _of_roles(lines, "title")
    if len(titles) != 1:
        raise table.error("give exactly one title line; further ones are “subtitle”.")
    return titles[0]


def _signing(table: TomlTable, lines: list[Line], signed: Collection[int]) -> list[Line]:
    """Return the signatures with the words around them, which must stand together.

    ``signed`` are the lines of signatories, by index.
    """
    signing = [line for line in lines if line.role in SIGNING or line.index in signed]
    if signing and signing[-1].index - signing[0].index + 1 != len(signing):
        raise table.error("the lines of the signatures and the closing must stand together.")
    return signing


def _end_of_text(lines: list[Line], signing: list[Line]) -> int:
    """Return the last line before the annexes: of the signatures or, with none, of the body."""
    if signing:
        return signing[-1].index
    annexes = (line.index for line in lines if line.role == "annex")
    return min(annexes, default=len(lines) + 1) - 1


def _require_order(
    table: TomlTable,
    opening: list[Line],
    preamble: list[Line],
    body: list[Line],
    rest: list[Line],
) -> None:
    """Raise ContentError unless opening, preamble and body follow one another in this order.

    ``rest`` are all lines but the opening and the signatures.
    """
    if rest and max(line.index for line in opening) > rest[0].index:
        raise table.error("title, session, organ and dateline must stand before the preamble.")
    if preamble and body and preamble[-1].index > body[0].index:
        raise table.error("the preamble must stand before the paragraphs.")
    if not body and not preamble:
        raise table.error("give some paragraphs.")


def _five_parts(table: TomlTable, count: int) -> _Rows:
    parts = {key: ranges(table, key) if key in table else () for key in _PARTS}
    for key in _PARTS:
        table.text(key, "")
    if [index for part in parts.values() for index in part] != list(range(1, count + 1)):
        raise table.error(
            f"the parts must name the {count} lines of the canonical text once each, in order: "
            f"{', '.join(_PARTS)}."
        )
    if len(parts["title"]) != 1 or len(parts["closing"]) > 1 or not parts["paragraphs"]:
        raise table.error("give one title line, some paragraphs and at most one closing line.")
    signed = parts["signatories"]
    if len(signed) % 2:
        raise table.error("signatories come in pairs of lines, office and name.", "signatories")
    roles: list[Role] = ["title"]
    roles += ["preamble"] * len(parts["preamble"])
    roles += ["paragraph"] * len(parts["paragraphs"])
    pair: tuple[Role, ...] = ("office", "name")
    roles += pair * (len(signed) // 2)
    roles += ["closing"] * len(parts["closing"])
    pairs = tuple(zip(signed[::2], signed[1::2], strict=True))
    return _Rows(tuple(map(Declared, roles)), pairs, ours=True)


class _Listed:
    """Reads the rows of ``lines``."""

    def __init__(self, table: TomlTable, count: int) -> None:
        self.table, self.count = table, count
        self.declared: list[Declared] = []
        self.signed: list[tuple[int, ...]] = []
        self.tables = 0

    def read(self) -> _Rows:
        """Return what the rows say, after they were found to name every line once."""
        for row in self.table.texts("lines"):
            match = _ROW.fullmatch(row)
            if not match:
                raise self._error(f"“{row}” does not read as “3-9 preamble” or “10 heading 1”")
            first, last = int(match[1]), int(match[2] or match[1])
            if first != len(self.declared) + 1 or last < first:
                raise self._error(f"“{row}” should begin with line {len(self.declared) + 1}")
            if match[3] not in _WORDS:
                raise self._error(f"“{match[3]}” is none of {', '.join(_WORDS)}")
            self._row(row, first, last, match[3], match[4].split())
        if len(self.declared) != self.count:
            raise self._error(
                f"the rows name {len(self.declared)} lines, the canonical text has {self.count}"
            )
        ours = self.table.choice("numbers", ("own", "ours"), "ours") == "ours"
        if ours and any(declared.part for declared in self.declared):
            raise self.table.error(
                'an official document bears its own numbers; say numbers = "own".', "numbers"
            )
        self.table.texts("hints", ())
        return _Rows(tuple(self.declared), tuple(self.signed), ours)

    def _error(self, sentence: str) -> ContentError:
        return self.table.error(f"{sentence}.", "lines")

    def _row(self, row: str, first: int, last: int, word: str, more: list[str]) -> None:
        count = last - first + 1
        if word in ("table", "signatures"):
            self._grid(row, first, count, word, more)
            return
        if word == "signatory":
            self.signed.append(tuple(range(first, last + 1)))
            office: Role = "signature" if count == 1 else "office"
            self.declared += [Declared(office)] + [Declared("name")] * (count - 1)
        elif word in ROLES:
            part = cast(OfficialPart, word)
            self.declared += [Declared(ROLES[part], part=part)] * count
        else:
            role = cast(Role, word)
            level = 0
            if role in LEVELLED:
                if len(more) > 1 or not (more or ["1"])[0].isdecimal():
                    raise self._error(f"“{row}” takes a level, as “{word} 1”")
                level = int(more[0]) if more else 1
                if not 1 <= level <= DEEPEST:
                    raise self._error(f"“{row}” has a level that is not 1 to {DEEPEST}")
                more = []
            self.declared += [Declared(role, level)] * count
        if more:
            raise self._error(f"“{row}” says too much: “{' '.join(more)}”")

    def _grid(self, row: str, first: int, count: int, word: str, more: list[str]) -> None:
        """Place the lines of a table in its cells, row by row."""
        match = _GRID.fullmatch(" ".join(more))
        if not match or not 1 <= int(match[1]) <= _MOST_COLUMNS:
            raise self._error(
                f"“{row}” does not read as “{word} 3 header 1 empty 2.3 span 1.1-1.2”, of at most "
                f"{_MOST_COLUMNS} columns"
            )
        self.tables += 1
        columns, heads = int(match[1]), int(match[2] or 0)
        aligns, shares = self._columns(row, columns, match[3] or "", match[4] or "")
        empty = {tuple(map(int, place.split("."))) for place in (match[5] or "").split()}
        try:
            cells = place_cells(columns, count, empty, (match[6] or "").split())
        except ValueError as error:
            raise self._error(f"in “{row}”, {error}") from None
        columns_of = dict[int, list[int]]()
        for index, cell in enumerate(cells, first):
            role: Role = "cell" if word == "table" else "name"
            at = cell.column - 1
            placed = replace(cell, table=self.tables, header=cell.row <= heads,
                             align=aligns[at], share=shares[at])  # fmt: skip
            self.declared.append(Declared(role, 0, placed))
            columns_of.setdefault(cell.column, []).append(index)
        if word == "signatures":
            self.signed += [tuple(indices) for _, indices in sorted(columns_of.items())]

    def _columns(
        self, row: str, columns: int, letters: str, parts: str
    ) -> tuple[list[Align], list[int]]:
        """Return how each column stands and what it takes of the width."""
        aligns = [ALIGNS[letter] for letter in letters] or [""] * columns
        shares = [int(part) for part in parts.split("-") if part] or [0] * columns
        for word, said in (("align", aligns), ("width", shares)):
            if len(said) != columns:
                raise self._error(
                    f"in “{row}”, “{word}” names {len(said)} columns, and the table has {columns}"
                )
        if parts and not all(shares):
            raise self._error(f"in “{row}”, a column has no width; leave “width” out")
        return aligns, shares


def _signatories(meta: TomlTable, groups: list[list[Line]]) -> tuple[Signatory, ...]:
    tables = meta.tables("signatory")
    if len(tables) != len(groups):
        raise meta.error(
            f"the text bears {len(groups)} signatories but {len(tables)} [[signatory]] tables "
            "declare them; declare each.",
            "signatory",
        )
    return tuple(map(_signatory, tables, groups))


def _signatory(table: TomlTable, lines: list[Line]) -> Signatory:
    """Match what a ``[[signatory]]`` says of office and name with its lines."""
    words, found = {}, {}
    for key, default in (("office", lines[0]), ("name", lines[1 if len(lines) > 1 else 0])):
        words[key] = table.text(key, "" if key in ("office",) and len(lines) == 1 else None)
        said = [n for n in lines if words[key] in n.text] if len(lines) != 2 else [default]
        line = next((n for n in said if n.text == words[key]), said[0] if said else default)
        whole = line.text == words[key] or _DAY_BEHIND.fullmatch(line.text.removeprefix(words[key]))
        if (len(lines) == 2 and not whole) or words[key] not in line.text:
            raise table.error(
                f"“{words[key]}” is not what line {line.index} of the canonical text says: "
                f"“{line.text}”.",
                key,
            )
        found[key] = line
    table.finish()
    rest = tuple(n for n in lines if n not in (found["office"], found["name"]))
    return Signatory(found["office"], found["name"], rest, words["office"], words["name"])


def title_lines(meta: TomlTable, title: Line) -> tuple[str, ...]:
    """Return the lines that a title is broken into by sense; raise ContentError."""
    lines = meta.texts("title-lines", (title.text,))
    if "".join(lines) != title.text:
        raise meta.error(f"the title lines together must read “{title.text}”.", "title-lines")
    ends = list(accumulate(map(len, lines)))[:-1]
    if any(mark.start < end < mark.end for mark in title.marks for end in ends):
        raise meta.error("no title line may divide a mark.", "title-lines")
    if any(mark.form == "object" for mark in title.marks):
        raise meta.error("a title holds no picture and no formula; make it a subtitle.")
    return lines


def read_languages(meta: TomlTable) -> tuple[str, ...]:
    """Return the languages by which words are hyphenated before what their letters say."""
    tags = meta.texts("languages", ())
    for tag in tags:
        if not _LANGUAGE.fullmatch(tag):
            raise meta.error(
                f"“languages” must be tags as “fr” or “de-AT”, not {tag}.", "languages"
            )
    return tags


def ranges(table: TomlTable, key: str) -> tuple[int, ...]:
    """Read a key such as “9, 11-14” as line numbers."""
    try:
        return parse_ranges(table.text(key))
    except ValueError as error:
        raise table.error(f"in “{key}”, {error}.", key) from None
