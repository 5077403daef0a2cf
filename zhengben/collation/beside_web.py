"""Writes the web page of texts that stand beside one another: versions, or languages.

It needs no other file, as the web page of a document: fonts, sheet and script are in it, and its
policy allows nothing else. Rows go by what belongs together, columns by text; switches show one of
the texts alone, or what changed alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from zhengben.apparatus.citing import cited_places
from zhengben.apparatus.colophon import facts
from zhengben.apparatus.column_calls import called_from, calls_in_column, targets
from zhengben.apparatus.tokens import Token, tokens
from zhengben.collation.beside import RowOfTexts, TextOfRow
from zhengben.collation.columns_pdf import BesideBook
from zhengben.collation.redline import anchor_of
from zhengben.comparison.redline import MergedLine
from zhengben.design.assets import Assets
from zhengben.design.comparison_wording import comparison_words
from zhengben.design.kinds import BesideEdition
from zhengben.design.templates import environment
from zhengben.design.web_words import WEB_WORDS, WebWords
from zhengben.design.wording import WORDS, Words
from zhengben.document.apparatus import Note
from zhengben.document.artefacts import Sibling
from zhengben.document.author_notes import AuthorCall
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.lines import Cell, Grid, Line, blocks_of
from zhengben.files.toml import read_text
from zhengben.formats.web.packing import (
    characters_of,
    column_fonts,
    policy,
    unescaped,
)

# what stands around what is new, and what is gone
_NEW, _GONE = "ins", "del"


class WebLine(Struct, frozen=True):
    """A line of a column; ``id`` is its anchor, which no other line of the page has.

    A note of the author leads ``back`` to its call, which stands in the place ``called_in``. Of
    versions that are merged a line ``stands`` in one alone, ``new`` or ``gone``, or in both.
    """

    line: Line
    id: str
    tokens: tuple[Token, ...]
    cited: str = ""
    back: str = ""
    called_in: str = ""
    stands: str = ""


class WebGap(Struct, frozen=True):
    """A cell of a table that holds nothing, and how many columns and rows it takes."""

    columns: int
    rows: int


class WebTable(Struct, frozen=True):
    """A table of a text in a column: for each row whether it holds heads, and its cells."""

    rows: tuple[tuple[bool, tuple[tuple[WebLine | None, Cell | WebGap], ...]], ...]


class WebColumn(Struct, frozen=True):
    """A column: what stands above it, and the tag of its text."""

    number: int
    head: str
    tag: str
    language: str


class BesideWebPage(Struct, frozen=True, dict=True):
    """What the template of the page is given; ``siblings`` are other files of the document."""

    book: BesideBook
    tool: str
    siblings: Sequence[Sibling]

    @property
    def own(self) -> Declaration:
        """Return the document itself, whose words the press speaks in."""
        return self.book.own

    @property
    def edition(self) -> BesideEdition:
        """Return the row of the edition."""
        return self.book.edition

    @property
    def words(self) -> Words:
        """Return the press's words in the script of the text."""
        return WORDS[self.own.script]

    @property
    def web(self) -> WebWords:
        """Return what web pages say in the script of the text."""
        return WEB_WORDS[self.own.script]

    @property
    def compares(self) -> bool:
        """Say whether the columns are versions, and not languages."""
        return self.edition.beside == "versions"

    @cached_property
    def columns(self) -> tuple[WebColumn, ...]:
        """Return the columns of texts."""
        texts, heads = self.book.texts.items(), self.book.heads
        if self.merges:
            words = comparison_words(self.own.script)
            heads = words.new, words.old
        return tuple(
            WebColumn(number, head, tag, text.script if number == 1 else tag)
            for number, (head, (tag, text)) in enumerate(zip(heads, texts, strict=False), 1)
        )

    @property
    def merges(self) -> bool:
        """Say whether the columns are merged in one."""
        return self.edition.merges

    @property
    def heads(self) -> tuple[tuple[str, str], ...]:
        """Return what stands above the columns, each with its class."""
        if self.merges:
            return (("merged", comparison_words(self.own.script).redline_on_screen),)
        return tuple((f"column-{column.number}", column.head) for column in self.columns)

    @property
    def all_columns(self) -> str:
        """Return what the switch of columns says of all of them."""
        return comparison_words(self.own.script).both if self.merges else self.web.side_by_side

    @property
    def remark(self) -> str:
        """Return what stands above a column of ours, or an empty text."""
        shown = 1 if self.merges else len(self.book.texts)
        return self.book.heads[-1] if len(self.book.heads) > shown else ""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return the notes of the text, which are called in its own column alone."""
        return () if self.compares else self.own.notes

    @cached_property
    def cited(self) -> Mapping[str, str]:
        """Return how each line is cited; the title stands for the whole."""
        found = cited_places(self.own, self.words, self.web)
        return {**found, self.own.title.id: self.web.whole}

    @cached_property
    def calls(self) -> tuple[dict[str, list[AuthorCall]], ...]:
        """Return the author's calls of each column by the anchors of their lines."""
        return tuple(
            calls_in_column(text, column.tag if column.number > 1 else "")
            for column, text in zip(self.columns, self.book.texts.values(), strict=True)
        )

    @cached_property
    def called(self) -> Mapping[str, AuthorCall]:
        """Return the call of each note of the author, by the anchor of the note."""
        return {key: call for calls in self.calls for key, call in called_from(calls).items()}

    @property
    def page(self) -> Sibling | None:
        """Return the document's own web page, where one is made."""
        pages = (s for s in self.siblings if s.edition == "web" and s.script == self.own.script)
        return next(pages, None)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Return the rows of the colophon."""
        rows = facts(self.own, self.edition.name, self.words, (), self.tool)
        return [*rows[:-2], *self.book.facts, *rows[-2:]]

    @cached_property
    def rows(self) -> tuple[tuple[RowOfTexts, tuple[tuple[WebLine | WebTable, ...], ...]], ...]:
        """Return the rows, each with the blocks of its cells."""
        return tuple(
            (row, tuple(tuple(self._blocks(n, text)) for n, text in enumerate(row.texts)))
            for row in self.book.rows
        )

    def _blocks(self, column: int, text: TextOfRow) -> Iterator[WebLine | WebTable]:
        if text.merged:
            yield from self._merged(text.merged)
            return
        changed = dict(zip((n.id for n in text.lines), text.changed, strict=False))
        made = {n.id: self._line(column, n, changed.get(n.id, ())) for n in text.lines}
        yield from _in_tables(text.lines, made)

    def _merged(self, lines: Sequence[MergedLine]) -> Iterator[WebLine | WebTable]:
        """Yield merged lines; cells of one version alone stand in a table of their own."""
        for _, run in groupby(lines, lambda merged: (merged.new is None, merged.old is None)):
            found = {merged.line.id: self._of_both(merged) for merged in run}
            yield from _in_tables([made.line for made in found.values()], found)

    def _of_both(self, merged: MergedLine) -> WebLine:
        """Return a merged line, with elements around what one of the versions has alone."""
        line, gone = merged.line, merged.new is None
        tag = self.columns[1].tag
        called = targets(self.calls[gone].get(line.id, ()))
        spans = [(_NEW, s) for s in merged.spans("new")] + [
            (_GONE, s) for s in merged.spans("gone")
        ]
        made = tokens(replace(line, text=merged.text), (), (), (0, 0), called, spans)
        cited = "" if gone else self.cited[line.id]
        stands = "gone" if gone else "new" if merged.old is None else ""
        return self._led_back(WebLine(line, anchor_of(merged, tag), made, cited, stands=stands))

    def _line(self, column: int, line: Line, changed: Sequence[tuple[int, int]]) -> WebLine:
        notes = [n for n in self.notes if n.line_id == line.id] if not column else []
        tag = _GONE if column else _NEW
        called = targets(self.calls[column].get(line.id, ()))
        made = tokens(line, notes, (), (0, 0), called, [(tag, span) for span in changed])
        anchor = second_anchor(line.id, self.columns[column].tag) if column else line.id
        found = WebLine(line, anchor, made, "" if column else self.cited[line.id])
        return self._led_back(found)

    def _led_back(self, found: WebLine) -> WebLine:
        """Return a line, which leads back to its call where it is a note of the author."""
        call = self.called.get(found.id)
        if call is None:
            return found
        # of an earlier version a line may be cited as none is now
        return replace(found, back=call.id, called_in=self.cited.get(call.line_id, call.label))


def _in_tables(lines: Sequence[Line], made: Mapping[str, WebLine]) -> Iterator[WebLine | WebTable]:
    """Yield lines as they were made, by their anchors; those of a table stand in it."""
    for block in blocks_of(lines):
        if not isinstance(block, Grid):
            yield made[block.id]
            continue
        rows = list[tuple[bool, tuple[tuple[WebLine | None, Cell | WebGap], ...]]]()
        for number, (found, places) in enumerate(zip(block.rows, block.places, strict=True), 1):
            cells = list[tuple[WebLine | None, Cell | WebGap]]()
            for at, line in places:
                if line is not None and line.cell is not None:
                    cells.append((made[line.id], line.cell))
                else:
                    cells.append((None, WebGap(*block.span_at(number, at, None))))
            rows.append((any(n.cell and n.cell.header for n in found), tuple(cells)))
        yield WebTable(tuple(rows))


def write_beside(
    book: BesideBook, assets: Assets, tool: str, *, siblings: Sequence[Sibling] = ()
) -> bytes:
    """Return one HTML document in UTF-8, well-formed as XML too, that needs no other file.

    Raises RenderError for a character that no face has.
    """
    page, edition = BesideWebPage(book, tool, siblings), book.edition
    template = environment(assets.templates, assets.cache / "templates").get_template(
        edition.web_template
    )

    def render(sheet: str, script: str) -> str:
        return template.render(
            page=page,
            sheet=unescaped(sheet, "sheet"),
            script=unescaped(script, "script"),
            policy=policy(sheet, script),
            empty=Markup(""),
        )

    shown = characters_of(render("", ""))
    sheets = "".join(read_text(assets.styles / name) for name in ("web.css", edition.web_sheet))
    sheet = _fonts(page, shown) + sheets
    script = read_text(assets.templates / edition.web_script)
    return render(f"\n{sheet}", f"\n{script}").encode()


def _fonts(page: BesideWebPage, shown: frozenset[str]) -> str:
    """Return the rules of the fonts that show the columns, each face once, as data."""
    texts = list(page.book.texts.values())
    wanted = [frozenset(text.text) for text in texts]
    if page.merges:
        # both versions stand in one column
        return column_fonts([(".merged", texts[0], shown.union(*wanted))])
    wanted[0] |= shown
    return column_fonts(
        (f".column-{column.number}", text, its)
        for column, text, its in zip(page.columns, texts, wanted, strict=True)
    )
