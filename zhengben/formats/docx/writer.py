"""From a Declaration to the bytes of a Word file, by templates.

python-docx would do less than half of it: it knows neither footnotes nor readings beside their
base, and its files tell the hour. So the parts are written as templates, which a designer can
change as he changes those of an e-book, and no package is needed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from zhengben.apparatus.colophon import beside, drafted, script_fact
from zhengben.apparatus.ranks import heading_ranks
from zhengben.design.assets import Assets
from zhengben.design.genres import genre_of
from zhengben.design.kinds import WordEdition
from zhengben.design.templates import environment
from zhengben.design.wording import WORDS
from zhengben.document.columns import is_of_words, stands_of
from zhengben.document.dates import chinese_date
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.document.identifiers import edition_urn
from zhengben.document.lines import Block, Grid, Line, blocks_of, captions_over_tables
from zhengben.document.notation import Mark
from zhengben.files.toml import read_bytes
from zhengben.formats.docx.formulas import office_math
from zhengben.formats.docx.runs import WordRun, runs

# part of the package: its template
_PARTS = {
    "[Content_Types].xml": "content-types.xml.j2",
    "_rels/.rels": "package-rels.xml.j2",
    "docProps/core.xml": "core.xml.j2",
    "word/_rels/document.xml.rels": "document-rels.xml.j2",
    "word/document.xml": "document.xml.j2",
    "word/footnotes.xml": "footnotes.xml.j2",
    "word/numbering.xml": "numbering.xml.j2",
    "word/settings.xml": "settings.xml.j2",
    "word/styles.xml": "styles.xml.j2",
    "word/header.xml": "header.xml.j2",
    "word/footer.xml": "footer.xml.j2",
}
# languages as Word names them, which knows none of Malaysia, and a serif that its users have
_LANGUAGES = {
    "zh-Hant": ("zh-TW", "PMingLiU"), "zh-Hant-TW": ("zh-TW", "PMingLiU"),
    "zh-Hant-HK": ("zh-HK", "MingLiU_HKSCS"), "zh-Hans": ("zh-CN", "SimSun"),
    "zh-Hans-SG": ("zh-SG", "SimSun"), "zh-Hans-MY": ("zh-SG", "SimSun"),
}  # fmt: skip
# English metric units in a point, and across and down the type area of A4
_EMU_A_POINT = 12700
_WIDEST_EMU, _DEEPEST_EMU = 5_400_000, 8_000_000
# what a cell keeps free at both sides together (ECMA-376, part 1, 17.4.42), and the share of the
# page that a picture in one is high at most, as in print
_CELL_SIDES_EMU, _CELL_SHARE = 137_160, 0.2
# a drawing is there as points
_SUFFIXES = {"image/svg+xml": "png"}
# by Exif orientation: degrees clockwise, and whether it is mirrored before
_TURNS = {1: (0, False), 2: (0, True), 3: (180, False), 4: (180, True), 5: (270, True),
          6: (90, False), 7: (90, True), 8: (270, False)}  # fmt: skip
# the first moment a zip entry can tell
_EPOCH = (1980, 1, 1, 0, 0, 0)
# the width that a table may have
_TABLE_TWIPS = 8640
# Word keeps two footnotes for the rules above notes
FIRST_FOOTNOTE = 2


class SignatoryTable(Struct, frozen=True):
    """Signatories that follow one another: the lines of each."""

    rows: tuple[tuple[Line, ...], ...]
    signatories: bool = True


class WordCell(Struct, frozen=True):
    """A cell of a table; without a line it is empty or, if it may ``merge``, goes on from above."""

    line: Line | None
    columns: int = 1
    merge: bool = False


class WordRow(Struct, frozen=True):
    """A row of a table; a ``header`` stands again on each page."""

    cells: tuple[WordCell, ...]
    header: bool


class WordFile(Struct, frozen=True, dict=True):
    """What the templates of a Word file are given."""

    declaration: Declaration
    edition: WordEdition
    generator: str
    objects: dict[str, bytes]

    @cached_property
    def language(self) -> tuple[str, str]:
        """Return Word's name of the language, and the face."""
        return _LANGUAGES[self.declaration.script]

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Return the ranks of headings by line; the title is none."""
        return dict(heading_ranks(self.declaration.lines))

    @cached_property
    def ids(self) -> dict[str, int]:
        """Return a number for each bookmark, which Word tells them by."""
        return {line.id: number for number, line in enumerate(self.declaration.lines, 1)}

    @cached_property
    def over_tables(self) -> frozenset[int]:
        """Return the numbers of the lines that are captions of tables, which stay with them."""
        return captions_over_tables(self.declaration.lines)

    is_of_words = staticmethod(is_of_words)

    def name(self, line_id: str) -> str:
        """Return an anchor as a name of a bookmark, which has no hyphens."""
        return line_id.replace("_", "__").replace("-", "_")

    def runs(self, line: Line) -> Iterator[WordRun]:
        """Yield the runs of a line."""
        declaration = self.declaration
        targets: dict[int, list[str]] = {}
        for call in declaration.author_calls:
            if call.line_id == line.id:
                targets.setdefault(call.at, []).append(call.note_id)
        head = genre_of(declaration).run_in_head(line) if line.id not in self.ranks else (0, 0)
        return runs(line, declaration.note_at(line), head, targets)

    def mark_id(self, line: Line, number: int) -> int:
        """Return the number of a mark's bookmark."""
        return (len(self.ids) + 1) * (number + 1) + self.ids[line.id]

    @property
    def signing(self) -> Iterator[SignatoryTable | Block]:
        """Yield tables of signatories, a row each, and what else stands among signatures."""
        rows = list[tuple[Line, ...]]()
        blocks = list(self.declaration.signing_blocks)
        of = {s.lines[0].id: s.lines for s in self.declaration.signatories}
        while blocks:
            first = blocks[0]
            lines = of.get(first.id, ()) if isinstance(first, Line) else ()
            # lines that stand apart in the text stay apart
            if lines and blocks[: len(lines)] == list(lines):
                rows.append(lines)
                del blocks[: len(lines)]
                continue
            if rows:
                yield SignatoryTable(tuple(rows))
                rows = []
            yield blocks.pop(0)
        if rows:
            yield SignatoryTable(tuple(rows))

    def widths(self, grid: Grid) -> list[int]:
        """Return how many twentieths of a point each column takes: as the source says, or alike."""
        shares = grid.shares or (1,) * grid.columns
        return [_TABLE_TWIPS * share // sum(shares) for share in shares]

    def stands(self, grid: Grid) -> list[str]:
        """Return the property that says how the cells of each column stand, or an empty text."""
        said = {"right": "right", "point": "right", "center": "center"}
        names = [said.get(stands, "") for stands in stands_of(grid)]
        return [f'<w:jc w:val="{name}"/>' if name else "" for name in names]

    def rows(self, grid: Grid) -> Iterator[WordRow]:
        """Yield the rows of a table; a place that a cell above takes is a cell that goes on."""
        taken: dict[int, tuple[int, int]] = {}
        for number, places in enumerate(grid.places, 1):
            at = dict(places)
            cells, column = list[WordCell](), 1
            while column <= grid.columns:
                last, columns = taken.get(column, (0, 1))
                if last >= number:
                    cells.append(WordCell(None, columns, True))
                else:
                    line = at.get(column)
                    columns, deep = grid.span_at(number, column, line)
                    taken[column] = (number + deep - 1, columns)
                    cells.append(WordCell(line, columns, deep > 1))
                column += columns
            header = any(line and line.cell and line.cell.header for line in at.values())
            yield WordRow(tuple(cells), header)

    @property
    def colophon(self) -> list[tuple[str, str]]:
        """Return the facts of the colophon, term and value."""
        words, known = WORDS[self.declaration.script], self.declaration.provenance
        received = words.source_value.format(known.source, chinese_date(known.received))
        rows = [
            *drafted(self.declaration),
            (words.nature, words.nature_value),
            (words.issuer, self.declaration.organ),
            (words.source, received),
            *beside(self.declaration, words),
            (words.rights, self.declaration.rights),
            (words.script_label, script_fact(self.declaration, words)),
            (words.canonical_sha256, known.canonical_sha256),
            (words.made, self.generator),
            (words.identifier, self.identifier),
        ]
        return [(term, value) for term, value in rows if value]

    @property
    def identifier(self) -> str:
        """Return what the file is called by."""
        return edition_urn(self.declaration.id, self.declaration.script, self.edition.name)

    @cached_property
    def pictures(self) -> dict[str, tuple[int, str, int, int]]:
        """Return number, suffix, width and height in EMU of each picture by its file."""
        found = dict[str, tuple[int, str, int, int]]()
        for number, o in enumerate(self.declaration.objects, 1):
            if o.is_picture:
                width, height = (side * _EMU_A_POINT for side in o.natural_pt)
                scale = min(1.0, _WIDEST_EMU / width, _DEEPEST_EMU / height)
                suffix = _SUFFIXES.get(o.media_type) or o.media_type.removeprefix("image/")
                found[o.file] = (number, suffix, round(width * scale), round(height * scale))
        return found

    @cached_property
    def rooms(self) -> dict[str, int]:
        """Return how wide the cells of tables are in EMU, by their lines."""
        found = dict[str, int]()
        for grid in blocks_of(self.declaration.lines):
            if isinstance(grid, Line):
                continue
            shares = grid.shares or (1,) * grid.columns
            for line, cell in ((n, n.cell) for row in grid.rows for n in row if n.cell):
                wide = sum(shares[cell.column - 1 : cell.column - 1 + cell.columns])
                found[line.id] = _WIDEST_EMU * wide // sum(shares) - _CELL_SIDES_EMU
        return found

    def extent(self, line: Line, file: str) -> tuple[int, int]:
        """Return how wide and high a picture of a line is in EMU: in a cell no more than it has."""
        _, _, width, height = self.pictures[file]
        room = self.rooms.get(line.id, width)
        deepest = _CELL_SHARE * _DEEPEST_EMU if line.id in self.rooms else height
        scale = min(1.0, room / width, deepest / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def turn(self, line: Line, file: str) -> tuple[int, int, int, bool]:
        """Return how a picture is turned: 60,000ths of a degree, the sides of it before, mirrored.

        Of a JPEG that says how, Word shows the points as they lie (Exif 2.3, 4.6.4).
        """
        known = next(o for o in self.declaration.objects if o.file == file)
        width, height = self.extent(line, file)
        degrees, mirrored = _TURNS[known.orientation]
        sides = (height, width) if known.orientation > 4 else (width, height)
        return degrees * 60000, *sides, mirrored

    def formula(self, mark: Mark) -> Markup:
        """Return a formula as Office Math, or in one line where that is not sure.

        Then one that is LaTeX stands as its source, one of MathML in its characters.
        """
        from lxml import etree

        from zhengben.figures.formulas import mathml_of

        source = self.objects[mark.file] if mark.file else mathml_of(mark.value).encode()
        if source and (made := office_math(source)):
            return made
        text = mark.value
        if mark.file:
            text = "".join(map(str, etree.fromstring(self.objects[mark.file]).itertext())).strip()
        return Markup('<m:r><m:t xml:space="preserve">{}</m:t></m:r>').format(text)


def write_docx(
    declaration: Declaration,
    edition: WordEdition,
    assets: Assets,
    *,
    generator: str,
    folder: Path | None = None,
) -> bytes:
    """Make the Word file of a declaration; the same input gives the same bytes.

    ``folder`` is where the files of pictures and formulas lie. Raises RenderError, with one
    sentence, for a template that fails or a character that no XML can hold.
    """
    import jinja2
    from lxml import etree

    if declaration.script not in _LANGUAGES:
        raise RenderError(
            f"There is no Word file in the script {declaration.script}; there is one in "
            f"{', '.join(_LANGUAGES)}."
        )
    objects = {o.file: read_bytes((folder or Path()) / o.file) for o in declaration.objects}
    file = WordFile(declaration, edition, generator, objects)
    env = environment(assets.templates, assets.cache / "templates")
    parts = dict[str, bytes]()
    for part, template in _PARTS.items():
        try:
            said = env.get_template(f"docx/{template}").render(
                file=file, doc=declaration, words=WORDS[declaration.script], first=FIRST_FOOTNOTE
            )
            etree.fromstring(said.encode())
        except jinja2.TemplateNotFound as error:
            raise RenderError(f"The template {error.name} is missing; restore it.") from None
        except jinja2.TemplateError as error:
            told = f"The template docx/{template} fails: {error.message}; mend it."
            raise RenderError(told) from None
        except etree.XMLSyntaxError as error:
            told = (
                f"The template docx/{template} gives no well-formed {part}: {error.msg}; mend it."
            )
            raise RenderError(told) from None
        parts[part] = said.encode()
    for name, (number, suffix, _, _) in file.pictures.items():
        data = objects[name]
        if name.endswith(".svg"):
            from zhengben.figures.svg import points_of

            data = points_of(data)
        parts[f"word/media/picture-{number}.{suffix}"] = data
    return _zip(parts)


def _zip(parts: dict[str, bytes]) -> bytes:
    """Write a zip archive that depends on its parts alone."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system, info.external_attr = 3, 0o100644 << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content, compresslevel=6)
    return out.getvalue()
