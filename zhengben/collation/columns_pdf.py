"""Writes texts that stand beside one another as a PDF, each column in its language and faces."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.etree.ElementTree import Element

from msgspec import Struct
from msgspec.structs import replace

from zhengben.apparatus.colophon import facts
from zhengben.collation.beside import BesideColumn, BesidePart, BesideRow, RowOfTexts, make_up_rows
from zhengben.design.assets import Assets
from zhengben.design.faces import chain_for, face_for
from zhengben.design.kinds import BesideEdition
from zhengben.design.stylesheet import edition_sheet
from zhengben.design.templates import environment
from zhengben.design.wording import WORDS
from zhengben.document.apparatus import Note
from zhengben.document.declaration import Declaration
from zhengben.fonts.chain import prepare_chains
from zhengben.fonts.choice import FaceChoice, choose, needs_glyph
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import require_glyphs, require_shown
from zhengben.formats.pdf.drawn import DrawnLines
from zhengben.formats.pdf.engine import INSIDE, MadeUp, Stretch
from zhengben.formats.pdf.writer import Pdf, finish, place
from zhengben.linebreaking import ComposedLine
from zhengben.pagination.pages import Part
from zhengben.timing import span
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.footnotes import note_indent_em, set_note

# sets the rows of an edition in columns; the metrics are by what the sheet calls the faces
Setter = Callable[[Sequence[BesideColumn], Mapping[str, Metrics]], list[BesideRow]]


class BesideBook(Struct, frozen=True):
    """What a PDF of columns is made from: its texts by their tags, the document's own first.

    Those of a ``facing`` book stand on pages of their own.

    ``heads`` stand above the columns on every page, one each; ``facts`` are further rows of the
    colophon, ``ours`` what the press says in a column of its own. ``rows`` are what belongs
    together.
    """

    texts: Mapping[str, Declaration]
    edition: BesideEdition
    heads: Sequence[str]
    facts: Sequence[tuple[str, str]]
    ours: Sequence[str]
    setter: Setter
    rows: Sequence[RowOfTexts]
    facing: bool = False

    @property
    def notes(self) -> Sequence[Note]:
        """Return our notes, which are called in the first column and stand at the foot of pages."""
        return self.own.notes if self.edition.notes == "foot" else ()

    @property
    def own(self) -> Declaration:
        """Return the document itself, whose words the press speaks in."""
        return replace(next(iter(self.texts.values())), prints_variants=False)


def print_columns(book: BesideBook, assets: Assets, files: Mapping[str, Path], tool: str) -> Pdf:
    """Make the PDF; raise ContentError for a character that no face has.

    ``files`` are those of the texts by their tags, for messages.
    """
    own, edition = book.own, book.edition
    columns = columns_of(edition, list(book.texts), facing=book.facing)
    with span("fonts"):
        rows = _facts(book, tool)
        choices, shown = _choices(book, columns, rows)
        for column in (c for c in columns if c.tag):
            choice = choices[column.face]
            for tag in book.texts if edition.merges else (column.tag,):
                require_glyphs(choice, book.texts[tag].lines, files[tag])
            require_shown(choice, files[column.tag].with_name("document.toml"))
        fonts, measured = prepare_chains(choices, shown, assets.cache / "fonts", {})
    with span("compose"):
        setter = Compositor(own, edition, measured[columns[0].face])
        notes = {str(note.number): set_note(note, setter) for note in book.notes}
        made_up = make_up_rows(book.setter(columns, measured), edition, notes)
        heads = list(zip(columns, book.heads, strict=True))
        pages = [(page, heads) for page in made_up]
        if book.facing:
            pages = [(page.of(head[0]), [head]) for page in made_up for head in heads]
    with span("template"):
        drawn = DrawnCells(edition, measured)
        template = environment(assets.templates, assets.cache / "templates").get_template(
            edition.template
        )
        html = template.render(
            own=own, edition=edition, pages=pages, facts=rows, words=WORDS[own.script],
            facing=book.facing, note_indent_em=note_indent_em(setter),
            fonts={font.key: font.path.name for font in fonts}, drawn=drawn, tool=tool,
        )  # fmt: skip
    tokens = {n: ", ".join(m.key for m in face.members) for n, face in measured.items()}
    first = columns[0].face
    tokens |= {"--text": measured[first].key, "--squeeze": '"chws"'}
    sheet = edition_sheet(assets.styles, edition, tokens).decode() + _places(
        columns, edition, tokens
    )
    faces = {metrics.key: metrics for metrics in measured.values()}
    # the colophon stands on a page of its own
    made = MadeUp(html, len(pages) + 1, drawn.blocks, faces, sheet, edition)
    return finish(place(made, fonts, assets), own, edition)


def columns_of(
    edition: BesideEdition, tags: Sequence[str], *, facing: bool = False
) -> list[BesideColumn]:
    """Return a column for each text, and one for what the press says, where the row has it.

    On ``facing`` pages each takes the whole measure; versions that are merged share a column.
    """
    if facing:
        return [
            BesideColumn(number, 0.0, edition.measure_em, tag, f"--column-{number}")
            for number, tag in enumerate(tags, 1)
        ]
    widths, found, start = edition.widths_em[len(tags)], list[BesideColumn](), 0.0
    shown = tags[:1] if edition.merges else tags
    for number, (width, tag) in enumerate(zip(widths, [*shown, ""], strict=False), 1):
        face = f"--column-{number}" if tag else "--column-1"
        found.append(BesideColumn(number, start, width, tag, face))
        start += width + edition.gap_em
    return found


class DrawnCells(DrawnLines):
    """The blocks of columns, in the faces that are ``measured``, by what the sheet calls them."""

    def __init__(self, edition: BesideEdition, measured: Mapping[str, Metrics]) -> None:
        super().__init__(edition, measured["--column-1"].key, squeeze=True)
        self.measured = measured

    def part(self, part: BesidePart) -> str:
        """Take up the lines of a text on a page and return their address."""
        column = part.text.column
        self._around = f"column-{column.number}"
        if part.text.ragged:
            return self.lines(part.lines)
        return self.spaced(part.lines, column.measure_em, self.measured[column.face].key)

    def table(self, column: BesideColumn) -> str:
        """Have the tables that are taken up next stand in a column; return nothing to be seen."""
        self._around = f"column-{column.number}"
        return ""

    def _of_cell(
        self, line: ComposedLine, node: Element, header: bool, calls: bool
    ) -> list[Stretch]:
        made = super()._of_cell(line, node, header, calls)
        around = self._around
        return [replace(s, look=f"{around}{INSIDE}{s.look}") for s in made] if header else made

    def foot(self, part: Part) -> str:
        """Take up the lines of a note at the foot of a page and return their address."""
        self._around = ""
        return self.note(part)


def _places(
    columns: Sequence[BesideColumn], edition: BesideEdition, tokens: Mapping[str, str]
) -> str:
    """Return rules that say where the columns stand, and in which face their text is."""
    em = edition.text_pt
    rules = [
        f".column-{c.number} {{ left: {c.start_em * em:g}pt; width: {c.measure_em * em:g}pt; }}\n"
        f".column-{c.number}:not(.head-cell) {{ font-family: {tokens[c.face]}; }}\n"
        for c in columns
    ]
    # the face of heads has the characters of the document's own text
    rules += [
        f".column-{c.number} .grid-head {{ font-family: {tokens[c.face]}; }}\n"
        for c in columns
        if c.tag and c.number > 1
    ]
    return "".join(rules)


def _facts(
    book: BesideBook, tool: str, choices: Sequence[FaceChoice] = ()
) -> list[tuple[str, str]]:
    """Return the rows of the colophon: those of the document, and what is said of the others."""
    own = book.own
    faces = [face_for(style, own.script) for style in ("serif", "sans")]
    faces += [face for choice in choices for face in choice.faces[1:]]
    rows = facts(own, book.edition.name, WORDS[own.script], faces, tool)
    return [*rows[:-2], *book.facts, *rows[-2:]]


def _choices(
    book: BesideBook, columns: Sequence[BesideColumn], rows: Sequence[tuple[str, str]]
) -> tuple[dict[str, FaceChoice], dict[str, frozenset[str]]]:
    """Choose the faces of the columns and of what the press says, and what each must show."""
    own, edition = book.own, book.edition
    label = WORDS[own.script].labels[book.edition.name]
    ours = [string.printable, "、：—　", own.short_title, label, *WORDS[own.script].all()]
    ours += [*book.ours, *book.heads, *(text for row in rows for text in row)]
    ours += [note.text for note in book.notes]
    choices, characters = dict[str, FaceChoice](), dict[str, frozenset[str]]()
    wanted = [(c.face, "serif", c.tag) for c in columns if c.tag]
    for name, style, tag in (*wanted, ("--head", "sans", next(iter(book.texts)))):
        text = book.texts[tag]
        more = ours if text is book.texts[columns[0].tag] else [string.printable]
        merged = [t for t in book.texts.values() if edition.merges]
        texts = [each for t in (text, *merged) for each in (t.text, *t.beside)]
        shown = "".join((*texts, *more))
        characters[name] = frozenset(filter(needs_glyph, shown))
        chain = chain_for(style, text.script, text.fonts)
        choices[name] = choose(chain, characters[name], texts)
    return choices, characters
