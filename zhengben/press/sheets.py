"""Which templates and sheets an edition is made with: a change of one remakes those and no others.

The templates of pages name one another; they are followed. A name that only a run can know counts
as every template of its folder, so that nothing is ever missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from pathlib import Path

from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.kinds import (
    BesideEdition,
    BookEdition,
    CollationEdition,
    Edition,
    PrintEdition,
    WebEdition,
    WordEdition,
)
from zhengben.document.regex import regex
from zhengben.files.stamps import files_below
from zhengben.press.surroundings import Surroundings, file_sha256

_NAMES = regex(r"{%-?\s*(?:extends|from|include|import)\s+(.+?)\s*(?:\bimport\b.*?)?-?%}")
_EXTRA = regex(r"\s+(?:with context|without context|ignore missing|as \w+)\b")


# by genre and the stamps of all templates and sheets: what each edition is made with
_known = dict[tuple[str, str], dict[str, dict[str, str]]]()


def all_sheets(genre: str, around: Surroundings) -> dict[str, dict[str, str]]:
    """Return what :func:`sheets_of` says of each edition; looked at again where a stamp changed."""
    key = genre, around.design_stamp
    if not key[1] or key not in _known:
        found = {name: sheets_of(name, genre, around.assets) for name in EDITIONS}
        if not key[1]:
            return found
        _known[key] = found
    return _known[key]


def sheets_of(edition: str, genre: str, assets: Assets) -> dict[str, str]:
    """Return the SHA-256 of each template and sheet that an edition of a genre is made with.

    The keys are paths as ``templates/handout.html.j2``. What has none, as a ledger, has none.
    """
    row = EDITIONS.get(edition)
    names = sorted(set(_of(row, genre, assets))) if row is not None else []
    folders = {"templates": assets.templates, "styles": assets.styles}
    paths = {name: folders[name.partition("/")[0]] / name.partition("/")[2] for name in names}
    return {name: file_sha256(path) for name, path in paths.items() if path.is_file()}


@singledispatch
def _of(row: Edition, genre: str, assets: Assets) -> Iterator[str]:
    """Yield the names of an edition's templates and sheets; those of a class unknown are all."""
    if row.template or row.sheet:
        yield from (f"templates/{name}" for name in files_below(assets.templates, (".j2",)))
        yield from (f"styles/{name}" for name in files_below(assets.styles, (".css",)))


@_of.register
def _print(row: PrintEdition, genre: str, assets: Assets) -> Iterator[str]:
    yield from _followed(row.template, genre, assets.templates)
    for name in ("tokens.css", "print.css", f"genres/{genre}.css", row.sheet):
        yield f"styles/{name}"


@_of.register
def _collation(row: CollationEdition, genre: str, assets: Assets) -> Iterator[str]:
    yield from _followed(row.template, genre, assets.templates)
    yield from _followed(row.web_template, genre, assets.templates)
    for name in ("tokens.css", "print.css", row.sheet, row.web_sheet):
        yield f"styles/{name}"


@_of.register
def _beside(row: BesideEdition, genre: str, assets: Assets) -> Iterator[str]:
    yield from _followed(row.template, genre, assets.templates)
    yield from _followed(row.web_template, genre, assets.templates)
    yield f"templates/{row.web_script}"
    for name in ("tokens.css", "print.css", f"genres/{genre}.css", row.sheet):
        yield f"styles/{name}"
    for name in ("web.css", row.web_sheet):
        yield f"styles/{name}"


@_of.register
def _book(row: BookEdition, genre: str, assets: Assets) -> Iterator[str]:
    for name in files_below(assets.templates / "epub", (".j2",)):
        if not name.startswith("genres/") or name.startswith(f"genres/{genre}/"):
            yield f"templates/epub/{name}"
    for name in ("epub.css", "epub-marks.css", "epub-figures.css", row.sheet):
        yield f"styles/{name}"


@_of.register
def _web(row: WebEdition, genre: str, assets: Assets) -> Iterator[str]:
    folder = row.template.rpartition("/")[0]
    for name in files_below(assets.templates / folder, (".j2", ".js")):
        yield f"templates/{folder}/{name}"
    yield f"styles/{row.sheet}"


@_of.register
def _word(row: WordEdition, genre: str, assets: Assets) -> Iterator[str]:
    folder = row.template.rpartition("/")[0]
    for name in files_below(assets.templates / folder, (".j2",)):
        yield f"templates/{folder}/{name}"


def _followed(template: str, genre: str, templates: Path) -> Iterator[str]:
    """Yield a template and all that it names, and they in turn."""
    seen, waiting = set[str](), [template]
    while waiting:
        name = waiting.pop()
        path = templates / name
        if name in seen or not path.is_file():
            continue
        seen.add(name)
        yield f"templates/{name}"
        for found in _NAMES.finditer(path.read_text("utf-8")):
            waiting += _named(_EXTRA.sub("", found[1]), genre, name, templates)


def _named(expression: str, genre: str, inside: str, templates: Path) -> list[str]:
    """Return the templates that an expression of Jinja may name."""
    parts = [part.strip() for part in expression.split("~")]
    if all(part[:1] in "\"'" or part == "doc.genre" for part in parts):
        return ["".join(genre if part == "doc.genre" else part.strip("\"'") for part in parts)]
    folder = inside.rpartition("/")[0]
    prefix = f"{folder}/" if folder else ""
    return [prefix + name for name in files_below(templates / folder, (".j2",))]
