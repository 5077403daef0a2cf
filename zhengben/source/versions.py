"""Reads ``[[version]]``: how a text read at other times, each version canonical in its own right.

A version has a capture, a canonical text and a structure of its own, as the document has; what it
does not say, such as genre and rights, is the document's::

    [current]                    # of the document's own text, where [work] does not say it
    date = 2018-03-11
    instrument = "關於修改某法的決定"
    decision = "decision-2018.txt"

    [[version]]
    date = 2004-07-01            # from when it read so
    instrument = "某機關令第一號"  # what made it so; none for the first
    [version.capture]
    …
    [version.canonical]
    …
    [version.structure]
    …

    [comparison]                 # what the edition of that name compares the text with
    from = 2004-07-01            # else the version before it
    unchanged = "left-out"       # else "shown"

    [[pair]]                     # where alignment is wrong
    from = 2004-07-01
    to = 2018-03-11
    old = "art-5"
    new = "art-7"                # or "": they are not one article
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.versions import DeclaredPair, TextVersion
from zhengben.document.work import WorkEvent, WorkIdentity
from zhengben.files.toml import TomlTable

# what a version shares with its document unless it says otherwise
_SHARED = ("genre", "script", "organ", "date", "place", "dateline", "rights", "register", "notes",
           "certifier", "publisher", "languages", "font", "editions", "scripts")  # fmt: skip
_OWN = ("date", "instrument", "decision")


class VersionSource(Struct, frozen=True):
    """What the metadata say of a version; ``metadata`` reads as those of a document.

    ``decision`` is the file of the decision that made it so, empty where there is none.
    """

    date: datetime.date
    instrument: str
    decision: str
    metadata: TomlTable


def read_current(meta: TomlTable, date: datetime.date) -> VersionSource:
    """Return what the metadata say of the document's own text; ``date`` is what [work] says."""
    if "current" not in meta:
        return VersionSource(date, "", "", meta)
    table = meta.table("current")
    found = table.date("date") if "date" in table else date
    made = VersionSource(found, table.text("instrument", ""), _decision(table), meta)
    table.finish()
    return made


def read_versions(meta: TomlTable) -> tuple[VersionSource, ...]:
    """Return the other versions of a text, the oldest first; raise ContentError."""
    found, first = dict[datetime.date, VersionSource](), meta.date("date")
    for number, table in enumerate(meta.tables("version")):
        date = table.date("date")
        if date in found:
            raise table.error(f"there are two versions of {date}; a day has one.", "date")
        own: dict[str, Any] = {key: its for key, its in table.raw().items() if key not in _OWN}
        if date < first:
            raise table.error(f"no version is older than the text, which is of {first}.", "date")
        work = meta.raw().get("work")
        if isinstance(work, dict):
            # days of provisions are told by anchors of the document's own text
            own["work"] = {k: v for k, v in work.items() if k not in ("version", "period")}
        inner = meta.over(f"version.{number}", _SHARED, own)
        found[date] = VersionSource(date, table.text("instrument", ""), _decision(table), inner)
    return tuple(found[date] for date in sorted(found))


def read_pairs(meta: TomlTable, dates: tuple[datetime.date, ...]) -> tuple[DeclaredPair, ...]:
    """Return the articles that an editor says are one; raise ContentError for a day of none."""
    found = list[DeclaredPair]()
    for table in meta.tables("pair"):
        days = table.date("from"), table.date("to")
        for key, day in zip(("from", "to"), days, strict=True):
            if day not in dates:
                raise table.error(f"there is no version of {day}, only {_told(dates)}.", key)
        found.append(DeclaredPair(*days, table.text("old"), table.text("new", "")))
        table.finish()
    return tuple(found)


def read_comparison(
    meta: TomlTable, dates: tuple[datetime.date, ...], current: datetime.date
) -> tuple[datetime.date | None, bool]:
    """Return the day of the version that the text is compared with, and whether all is shown."""
    before = [date for date in dates if date < current]
    if "comparison" not in meta:
        return (before[-1] if before else None), True
    table = meta.table("comparison")
    date = table.date("from") if "from" in table else (before[-1] if before else None)
    if date is None or date not in dates or date == current:
        others = _told(tuple(day for day in dates if day != current)) or "none"
        raise table.error(f"there is no other version of {date}; there is {others}.", "from")
    whole = table.choice("unchanged", ("shown", "left-out"), "shown") == "shown"
    table.finish()
    return date, whole


def named(dates: tuple[datetime.date, ...], said: str) -> datetime.date | None:
    """Return the one version that a day, or a year with one version, names; None for no or many."""
    fits = [date for date in dates if said in (date.isoformat(), str(date.year))]
    return fits[0] if len(fits) == 1 else None


def with_instruments(identity: WorkIdentity, versions: Sequence[TextVersion]) -> WorkIdentity:
    """Return what a text is as a work, the instruments of its versions among its amendments."""
    told = {event.date for event in identity.events if event.kind == "amendment"}
    more = [
        WorkEvent("amendment", version.date, version.instrument)
        for version in versions
        if version.instrument and version.date not in told
    ]
    events = sorted((*identity.events, *more), key=lambda event: event.date) if more else ()
    return replace(identity, events=tuple(events)) if more else identity


def in_force(dates: tuple[datetime.date, ...], said: str) -> datetime.date | None:
    """Return the day of the version that read so on a day; a year is as for ``named``."""
    try:
        day = datetime.date.fromisoformat(said)
    except ValueError:
        return named(dates, said)
    before = [date for date in dates if date <= day]
    return before[-1] if before else None


def _decision(table: TomlTable) -> str:
    name = table.text("decision", "")
    if "/" in name or "\\" in name or name.startswith("."):
        raise table.error(f"“{name}” must be a file of this folder.", "decision")
    return name


def _told(dates: tuple[datetime.date, ...]) -> str:
    return ", ".join(map(str, dates))
