"""What has to be made of a document, what of it stands already, what has to go, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from zhengben.design.assets import Assets
from zhengben.design.genres import GENRES
from zhengben.document.artefacts import NAME as MANIFEST
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.shown import some
from zhengben.files.stamps import Stamp
from zhengben.press.entries import entries_of
from zhengben.press.manifest import (
    CHANGED,
    SHEETS,
    Wanted,
    made_before,
    parts_of,
    standing,
)
from zhengben.press.plan import Pair, plan
from zhengben.press.published import Reason, Wish
from zhengben.press.record import Basis, Parts, Record, document_stamps, read_record
from zhengben.press.sheets import all_sheets
from zhengben.press.surroundings import Surroundings
from zhengben.source.references import Unregistered
from zhengben.source.source import Source
from zhengben.timing import span


class Selection(Struct, frozen=True):
    """What has to be made of a document, what of it stands already, and what has to go.

    ``before`` is the SHA-256 of each file that the press had put there, ``manifest`` that of the
    list of them. ``record`` is what is remembered of the last build.
    """

    source: Source
    declaration: Declaration
    unknown: tuple[Unregistered, ...]
    wish: Wish
    parts: Parts
    wanted: Wanted
    surroundings: str
    stamps: Mapping[str, Stamp]
    missing: list[Pair]
    kept: list[Artefact]
    gone: list[tuple[Artefact, str]]
    before: dict[str, str]
    record: Record | None

    @property
    def is_done(self) -> bool:
        """Tell whether nothing has to be made and nothing has to go."""
        return not self.missing and not self.gone

    @property
    def manifest(self) -> str:
        """Return the SHA-256 of the manifest that was there before."""
        return self.before.get(MANIFEST, "")

    def basis(self, manifest: str, listed: Sequence[Artefact]) -> Basis:
        """Return what the files that are listed now stand on."""
        files = {artefact.file: artefact.sha256 for artefact in listed} | {MANIFEST: manifest}
        request = self.wish.request
        return Basis(
            self.wanted.fingerprint, self.parts, request, self.surroundings, self.stamps, files
        )

    def still_holds(self, assets: Assets) -> bool:
        """Tell whether all that went into the editions is as it was when they were begun."""
        folder = self.source.folder
        around = Surroundings(folder.parent, assets)
        sheets = all_sheets(self.declaration.genre, around)
        return parts_of(folder, around, self.parts.entries, sheets) == self.parts

    def reasons(self) -> Iterator[Reason]:
        """Yield why each edition has to be made."""
        gone = {artefact.pair: why for artefact, why in self.gone}
        for script, edition in self.missing:
            why = gone.get((script, edition))
            if why == CHANGED:
                why = self._changed()
            elif why == SHEETS:
                why = self._changed_sheets(edition)
            elif why is None:
                why = "asked for with --force" if self.wish.force else "not made before"
            yield f"{script} {edition}", why

    def _changed(self) -> str:
        """Return what has changed since the last build, by the record of it."""
        old = self.record.parts if self.record is not None else None
        if old is None:
            return "text, register or software are others than the manifest names"
        told = list[str]()
        if names := _differing(old.document, self.parts.document):
            told.append(f"{some(names)} changed")
        if names := _differing(old.tables, self.parts.tables):
            told.append(f"{some(names)} changed, which holds for all documents")
        if names := _differing(old.entries, self.parts.entries):
            told.append(f"in the register, {some(names)} changed")
        if old.software != self.parts.software:
            told.append("the press itself changed, or a package or font that it stands on")
        return "; ".join(told) or "the manifest names another text or software than its record"

    def _changed_sheets(self, edition: str) -> str:
        old = self.record.parts.sheets.get(edition) if self.record is not None else None
        if old is None:
            return "its templates or sheets changed"
        names = _differing(old, self.parts.sheets.get(edition, {}))
        return f"{some(names)} changed" if names else "its templates or sheets changed"


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))


def choose_editions(folder: Path, target: Path, assets: Assets, wish: Wish) -> Selection:
    """Find out what has to be done; raise UsageError where the folder is none of the press's."""
    before = made_before(target)
    # taken before anything is read, so that they never stand for more than was
    around, stamps = Surroundings(folder.parent, assets), document_stamps(folder)
    stamp = around.stamp
    source = Source.open(folder)
    source = source.at(wish.day) if wish.day else source
    if not wish.accept_open_questions:
        source.demand_answers()
    pairs = plan(source, wish.editions, wish.scripts, wish.everything)
    genre = source.metadata.choice("genre", tuple(GENRES))
    parts = parts_of(folder, around, {}, all_sheets(genre, around))
    with span("parse"):
        declaration, unknown = source.read()
        parts = replace(parts, entries=entries_of(source, declaration))
    wanted = Wanted.of(parts)
    kept, gone = standing(target, wanted)
    if wish.everything:
        gone += [(a, "") for a in kept if a.pair not in pairs]
        kept = [a for a in kept if a.pair in pairs]
    if wish.force:
        kept = [a for a in kept if a.pair not in pairs]
    missing = [pair for pair in pairs if pair not in {a.pair for a in kept}]
    return Selection(
        source, declaration, unknown, wish, parts, wanted, stamp, stamps, missing, kept, gone,
        before, read_record(target.parent, target.name),
    )  # fmt: skip
