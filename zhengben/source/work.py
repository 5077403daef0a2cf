"""Reads ``[work]``: whose a text is, its number, its gazette, its amendments.

Each part of an IRI is checked as the Akoma Ntoso Naming Convention 1.0 has it, section 4.5::

    [work]
    country = "cn"               # ISO 3166-1, eu, un, or xx-sco for an organisation
    subtype = "constitution"
    actor = "npc"
    number = "constitution"      # the official number, or a name; else the folder's name
    version = 2018-03-11         # else the day of the last amendment
    eli = "…"                    # other identifiers, as they are registered
    urn-lex = "…"

    [work.publication]
    name = "全国人民代表大会公报"
    date = 2018-03-15

    [[work.event]]
    kind = "amendment"           # or repeal, force
    date = 2018-03-11
    title = "中华人民共和国宪法修正案"

    [[work.period]]
    at = ["art-12"]
    start = 2019-01-01
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import cast, get_args

from zhengben.document.regex import regex
from zhengben.document.work import (
    UNKNOWN_WORK,
    UNSAID,
    EventKind,
    GazetteIssue,
    ProvisionPeriod,
    WorkEvent,
    WorkIdentity,
    fault_of,
)
from zhengben.files.toml import TomlTable

_IRI = regex(r"(?:/akn/|https?://|urn:)[^\s<>\"{}|\\^`]+")
_ALIASES = ("eli", "urn-lex")


def read_edition_date(meta: TomlTable, received: datetime.date) -> datetime.date | None:
    """Return the day that the editions of a text bear, or None; no clock is asked.

    Raises ContentError for a day before the capture was ``received``.
    """
    day = meta.date("edition_date") if "edition_date" in meta else None
    if day and day < received:
        told = f"no edition was made before {received}, when the capture was received."
        raise meta.error(told, "edition_date")
    return day


def read_work(meta: TomlTable, date: datetime.date, anchors: Collection[str]) -> WorkIdentity:
    """Return what ``[work]`` says, or an identity that nobody has given; raise ContentError.

    ``date`` is that of the text's first version, ``anchors`` those of its lines.
    """
    if "work" not in meta:
        return UNKNOWN_WORK
    table = meta.table("work")
    version = table.date("version") if "version" in table else None
    if version and version < date:
        raise table.error(f"no version is older than the text, which is of {date}.", "version")
    made = WorkIdentity(
        country=_part(table, "country", UNSAID),
        subtype=_part(table, "subtype"),
        actor=_part(table, "actor"),
        number=_part(table, "number"),
        version=version,
        prescriptive=table.boolean("prescriptive") if "prescriptive" in table else None,
        publication=_publication(table),
        events=tuple(_event(event, date) for event in table.tables("event")),
        periods=tuple(_period(period, anchors) for period in table.tables("period")),
        aliases=tuple((key, _iri(table, key)) for key in _ALIASES if key in table),
    )
    if made.actor and not made.subtype:
        raise table.error("an actor stands behind a subtype; say “subtype” too.", "actor")
    table.finish()
    return made


def _part(table: TomlTable, key: str, unsaid: str = "") -> str:
    value = table.text(key, unsaid)
    if value and (fault := fault_of(key, value)):
        raise table.error(fault, key)
    return value


def _iri(table: TomlTable, key: str) -> str:
    value = table.text(key)
    if not _IRI.fullmatch(value):
        raise table.error(
            f"“{value}” is no identifier; it begins with /akn/, https:// or urn:.", key
        )
    return value


def _publication(table: TomlTable) -> GazetteIssue | None:
    if "publication" not in table:
        return None
    part = table.table("publication")
    made = GazetteIssue(part.text("name"), part.date("date"), part.text("number", ""))
    part.finish()
    return made


def _event(table: TomlTable, first: datetime.date) -> WorkEvent:
    kind = cast(EventKind, table.choice("kind", get_args(EventKind)))
    date = table.date("date")
    if date < first:
        raise table.error(f"nothing changed the text before its own date, {first}.", "date")
    source = _iri(table, "source") if "source" in table else ""
    made = WorkEvent(kind, date, table.text("title", ""), source)
    table.finish()
    return made


def _period(table: TomlTable, anchors: Collection[str]) -> ProvisionPeriod:
    named = table.texts("at")
    for anchor in named:
        if anchor not in anchors:
            raise table.error(f"the text has no “{anchor}”.", "at")
    start = table.date("start")
    end = table.date("end") if "end" in table else None
    if end and end < start:
        raise table.error(f"the provisions would end before {start}.", "end")
    table.finish()
    return ProvisionPeriod(named, start, end)
