"""The registry: reads the tables of editions and genres and demands what belongs to each row.

A newcomer writes a row, a template and a sheet; whatever he forgot is one sentence here, before
anything is made. Checks ask the registry for records, which is all they may know of an edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from zhengben.design import editions, genres
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS, PRINTED
from zhengben.design.flavours import FLAVOURS
from zhengben.design.genres import GENRES, Genre
from zhengben.design.kinds import (
    PAPERS,
    BesideEdition,
    BookEdition,
    CollationEdition,
    Edition,
    PrintEdition,
    WebEdition,
    XmlEdition,
)
from zhengben.design.records import FileRecord, PageRecord, SheetRecord
from zhengben.design.wording import WORDS
from zhengben.document.errors import RegistryError

# figures that no page can be set without
_FIGURES = ("head_mm", "inner_mm", "text_pt", "leading_pt", "measure_em", "lines", "note_pt",
            "note_leading_pt", "title_pt", "title_leading_pt")  # fmt: skip
_ROOT = Path(__file__).parents[2]
# what became of each character of a conversion; no row, for nobody designs it
LEDGER = "ledger"


def require_registry(assets: Assets) -> None:
    """Raise RegistryError for the first part that a row of the tables lacks."""
    for fault in missing_parts(assets):
        raise RegistryError(fault)


def missing_parts(assets: Assets) -> Iterator[str]:
    """Yield a sentence for each part that an edition or a genre lacks, with table and line."""
    if len(EDITIONS) != len(editions.ROWS):
        yield _told(editions, "two editions have one name; give each its own.")
    suffixes = dict[str, str]()
    for row in EDITIONS.values():
        for fault in (*_of_edition(row, assets), *_of_its_class(row, assets)):
            yield _told(editions, f"the edition “{row.name}” {fault}", row.name)
        for suffix in suffixes_of(row):
            if suffixes.setdefault(suffix, row.name) != row.name:
                other = suffixes[suffix]
                yield _told(editions, f"the editions “{other}” and “{row.name}” both make a file "
                            f"“{suffix}”; give one another suffix.", row.name)  # fmt: skip
    if len(GENRES) != len(genres.ROWS):
        yield _told(genres, "two genres have one name; give each its own.")
    for genre in GENRES.values():
        for fault in _of_genre(genre, assets):
            yield _told(genres, f"the genre “{genre.name}” {fault}", genre.name)


def suffixes_of(edition: Edition) -> tuple[str, ...]:
    """Return what the names of an edition's files end with, in the order in which it makes them."""
    more: tuple[str, ...] = ()
    if isinstance(edition, PrintEdition) and edition.imposed_on:
        return edition.plain_suffix, edition.suffix
    if isinstance(edition, CollationEdition | BesideEdition):
        more = (edition.web_suffix,)
    return edition.suffix, *more


def record_of(edition: str, file: str) -> PageRecord | SheetRecord | None:
    """Return what a file of an edition must measure, or None for an edition that is unknown.

    An edition that is imposed makes two files: the record is that of the plain or of the imposed
    one. Raises RegistryError for a print edition without a record.
    """
    row = EDITIONS.get(edition)
    if not isinstance(row, PrintEdition):
        return None
    imposed = row.imposed_on and not file.endswith(f".{row.plain_suffix}")
    record = row.sheet_record if imposed else row.record
    if record is None:
        fault = next(_records(row))
        raise RegistryError(_told(editions, f"the edition “{row.name}” {fault}", row.name))
    return record


def file_record(edition: str, file: str) -> FileRecord | None:
    """Return what a file of an edition is, or None where no edition makes such a file.

    The table alone says so: a manifest that says otherwise is wrong, or made to mislead.
    """
    if edition == LEDGER:
        return FileRecord("application/json") if file.endswith(".ledger.json") else None
    row = EDITIONS.get(edition)
    suffix = next((s for s in suffixes_of(row) if file.endswith(f".{s}")), "") if row else ""
    if row is None or not suffix:
        return None
    if isinstance(row, CollationEdition | BesideEdition) and suffix == row.web_suffix:
        return FileRecord("text/html", beside=row.beside if isinstance(row, BesideEdition) else "")
    if isinstance(row, XmlEdition):
        return FileRecord(row.media_type, row.claims)
    if not isinstance(row, PrintEdition):
        return FileRecord(row.media_type)
    record = record_of(edition, file)
    if isinstance(record, SheetRecord):
        return FileRecord(row.media_type, page=record)
    flavour = FLAVOURS[row.flavour]
    return FileRecord(
        row.media_type, flavour.claims, flavour.attachments, record, version=flavour.version
    )


def _of_edition(row: Edition, assets: Assets) -> Iterator[str]:
    """Yield what any edition lacks."""
    for script, words in WORDS.items():
        if not words.labels.get(row.name):
            yield f"has no label in {script}; add “words” in that script to its row."
            break
    if not row.suffix:
        yield "has no suffix; say in its row what the names of its files end with."
    files = [(assets.templates, "template", row.template), (assets.styles, "sheet", row.sheet)]
    if isinstance(row, CollationEdition | BesideEdition):
        files += [
            (assets.templates, "template", row.web_template),
            (assets.styles, "sheet", row.web_sheet),
        ]
    for folder, what, name in files:
        if name and not (folder / name).is_file():
            yield f"has no {what}: {folder.name}/{name} is missing; write it."


def _of_its_class(row: Edition, assets: Assets) -> Iterator[str]:
    if isinstance(row, PrintEdition):
        yield from _of_pages(row)
        yield from _records(row)
    together = len(row.scripts) == 2 and set(row.scripts) <= set(WORDS)
    if isinstance(row, CollationEdition) and not together:
        yield f"has no two scripts; name two of {', '.join(WORDS)} in “scripts”."
    if isinstance(row, BookEdition) and row.pages_of not in PRINTED:
        yield (f"has no print edition whose pages its list tells; name one of "
               f"{', '.join(PRINTED)} in “pages_of”.")  # fmt: skip
    if isinstance(row, WebEdition) and not (assets.templates / row.script).is_file():
        folder = assets.templates.name
        yield f"has no script: {folder}/{row.script} is missing; write it."
    if isinstance(row, BookEdition | WebEdition) and not row.sheet:
        yield "has no sheet; name one in its row."


def _of_pages(row: PrintEdition) -> Iterator[str]:
    """Yield what the pages of a print edition lack."""
    for paper, name in ((row.paper, "paper"), (row.imposed_on or row.paper, "imposed_on")):
        if paper not in PAPERS:
            yield f"has no {name}; say one of {', '.join(PAPERS)} in its row."
            return
    for figure in _FIGURES:
        if not getattr(row, figure) > 0:
            yield f"has no {figure}; give the figure in its row."
    if row.imposed_on:
        (width, height), sheet = row.page_mm, row.imposed_mm
        if 2 * width > sheet[0] or height > sheet[1]:
            yield (f"is imposed on {row.imposed_on}, which does not hold two pages of {row.paper}; "
                   "name a larger paper in “imposed_on”.")  # fmt: skip
    if row.flavour not in FLAVOURS:
        yield f"has no flavour of PDF; name one of {', '.join(FLAVOURS)} in “flavour”."
    if row.layout not in EDITIONS:
        yield f"has the pages of “{row.layout}”, which is no edition; mend “layout_of”."
    elif not row.layout_of and not isinstance(row, CollationEdition | BesideEdition):
        for script, words in WORDS.items():
            if not words.editions.get(row.name):
                yield (f"has no row of the colophon in {script}; add it to its words in that "
                       "script.")  # fmt: skip
                break


def _records(row: PrintEdition) -> Iterator[str]:
    """Yield which record a print edition lacks."""
    written = "write down in its row, from the standard it follows, what"
    if row.record is None:
        yield f"has no record; {written} its pages must measure."
    if row.imposed_on and row.sheet_record is None:
        yield f"has no sheet_record; {written} the sheets of its imposed file must measure."


def _of_genre(row: Genre, assets: Assets) -> Iterator[str]:
    """Yield what a genre lacks; a sample for the tests is demanded by the tests."""
    for script, words in WORDS.items():
        if not words.genre.get(row.name):
            yield f"has no name in {script}; add it to the “words” of its row."
            break
    if not row.akoma_ntoso:
        yield (
            "has no type of document in Akoma Ntoso; say act, statement, judgment, doc or "
            "documentCollection in “akoma_ntoso”."
        )
    if not row.title_ends:
        yield "has no ends of titles, by which `new` knows it; give them in “title_ends”."
    for folder, what, name in (
        (assets.templates, "template", f"genres/{row.name}.html.j2"),
        (assets.styles, "sheet", f"genres/{row.name}.css"),
    ):
        if not (folder / name).is_file():
            yield f"has no {what}: {folder.name}/{name} is missing; write it."


def _told(table: ModuleType, sentence: str, name: str = "") -> str:
    """Put the table's file before a sentence, and the line where the row of a name begins."""
    path = Path(table.__file__ or "")
    shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path
    if name:
        text = path.read_text("utf-8")
        if found := re.search(rf'["“]{re.escape(name)}["”]', text):
            return f"{shown}:{text.count(chr(10), 0, found.start()) + 1}: {sentence}"
    return f"{shown}: {sentence}"
