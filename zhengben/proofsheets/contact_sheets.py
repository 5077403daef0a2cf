"""Writes the proof sheets of a published document."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from zhengben.design.editions import EDITIONS
from zhengben.document.artefacts import Artefact
from zhengben.files.reports import PNG_MARK, is_report, write_report
from zhengben.proofsheets.compare import ComparedPage, compare
from zhengben.proofsheets.pictures import contact_sheet, draw_pages

_PDF = "application/pdf"
_LEGEND = "blue: new ink · orange: gone · red box: changed · blue box: moved"


class ContactSheet(Struct, frozen=True):
    """A sheet that was written, or why there is none: ``path`` is None then."""

    file: str
    path: Path | None
    told: str


def proof_sheets(
    folder: Path, artefacts: Iterable[Artefact], target: Path
) -> Iterator[ContactSheet]:
    """Write a contact sheet of each print edition in ``folder`` to the folder ``target``."""
    for artefact in artefacts:
        if artefact.media_type != _PDF:
            yield ContactSheet(artefact.file, None, "left out, it has no pages")
            continue
        if not _is_shown(artefact):
            yield ContactSheet(artefact.file, None, "left out, its edition has no proof sheets")
            continue
        pages = [(str(n), page) for n, page in enumerate(draw_pages(folder / artefact.file), 1)]
        title = f"{artefact.file} · {len(pages)} pages"
        path = _save(contact_sheet(title, pages), target / f"{_stem(artefact)}.png")
        yield ContactSheet(artefact.file, path, f"{len(pages)} pages")


def compared_sheets(
    folder: Path, artefacts: Iterable[Artefact], earlier: Path, target: Path
) -> Iterator[ContactSheet]:
    """Write a sheet of each print edition that looks other than in the folder ``earlier``."""
    for artefact in artefacts:
        if artefact.media_type != _PDF or not _is_shown(artefact):
            continue
        old, path = earlier / artefact.file, target / f"{_stem(artefact)}.changes.png"
        if is_report(path):
            path.unlink()
        if not old.is_file():
            yield ContactSheet(artefact.file, None, f"not in {earlier}, so nothing to compare with")
            continue
        pages = list(compare(old, folder / artefact.file))
        if all(page.same for page in pages):
            yield ContactSheet(artefact.file, None, "looks the same on every page")
            continue
        title = f"{artefact.file} against {earlier} · {_LEGEND}"
        sheet = contact_sheet(title, [(page.label, page.picture) for page in pages])
        yield ContactSheet(artefact.file, _save(sheet, path), _told(pages))


def sheets_of(artefacts: Iterable[Artefact], target: Path, *, compared: bool) -> list[Path]:
    """Return where the sheets of a document go, those of a comparison too if there is one."""
    shown = [a for a in artefacts if a.media_type == _PDF and _is_shown(a)]
    endings = (".png", ".changes.png") if compared else (".png",)
    return [target / f"{_stem(artefact)}{ending}" for artefact in shown for ending in endings]


def _is_shown(artefact: Artefact) -> bool:
    """Say whether the row of an artefact's edition asks for proof sheets."""
    return artefact.edition not in EDITIONS or EDITIONS[artefact.edition].proof_sheets


def _told(pages: list[ComparedPage]) -> str:
    return "; ".join(f"page {page.label}" for page in pages if not page.same)


def _stem(artefact: Artefact) -> str:
    return artefact.file.removesuffix(".pdf")


def _save(picture: Image.Image, path: Path) -> Path:
    """Write a PNG with the mark of the press."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told, out = PngInfo(), io.BytesIO()
    told.add_text(*PNG_MARK)
    picture.save(out, "PNG", pnginfo=told)
    write_report(path, out.getvalue())
    return path
