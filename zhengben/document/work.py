"""What a text is as a work: whose it is, under which number, published where, amended when.

A work is addressed by these (Akoma Ntoso Naming Convention 1.0, section 4.5); ``[work]`` of
``document.toml`` says them. None of them is canonical text.
"""

from __future__ import annotations

import datetime
from typing import Literal

from msgspec import Struct

from zhengben.document.regex import regex

EventKind = Literal["amendment", "repeal", "force"]
# stands while nobody has said whose the text is; ISO 3166-1 leaves it to its users
UNSAID = "zz"
# ISO 3166-1 alpha-2
_COUNTRIES = """
    ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs
    bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee
    eg eh er es et fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm
    hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc
    li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na
    nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw
    sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl tm tn to
    tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
COUNTRIES = frozenset(_COUNTRIES.split())
# unions of states, and what the standard leaves to users: xa to xz, as xx-sco for an organisation
OTHER_PLACES = frozenset(
    ("eu", "un", UNSAID, *(f"x{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"))
)


_COUNTRY = regex(r"([a-z]{2})(?:-[a-z0-9]+(?:-[a-z0-9]+)*)?")
# what may stand between two strokes of an IRI, without percent signs; no digit begins the first two
_NAME = regex(r"[A-Za-z][A-Za-z0-9._-]*")
_PARTS = {
    "subtype": (_NAME, "letters, digits and hyphens, as “constitution”"),
    "actor": (_NAME, "letters, digits and hyphens, as “npc”"),
    "number": (
        regex(r"[A-Za-z0-9][A-Za-z0-9._()-]*"),
        "a number such as “19” or “2018-4”, without blanks",
    ),
}


def fault_of(part: str, value: str) -> str:
    """Return what is wrong with a part of a work's address and what to write, or nothing.

    ``part`` is country, subtype, actor or number (Naming Convention, section 4.5).
    """
    if part == "country":
        match = _COUNTRY.fullmatch(value)
        if match and match[1] in COUNTRIES | OTHER_PLACES:
            return ""
        return (
            f"“{value}” is no country; write the two small letters of ISO 3166-1, as cn, or eu, "
            "un, or xx and a name for another organisation, as xx-sco."
        )
    pattern, form = _PARTS[part]
    return "" if pattern.fullmatch(value) else f"“{value}” cannot stand in an IRI; write {form}."


class WorkEvent(Struct, frozen=True):
    """What changed a work on a day, and the instrument that did, by its IRI and its title."""

    kind: EventKind
    date: datetime.date
    title: str = ""
    source: str = ""


class ProvisionPeriod(Struct, frozen=True):
    """The days on which some provisions, by their anchors, are in force; no end is an open one."""

    at: tuple[str, ...]
    start: datetime.date
    end: datetime.date | None = None


class GazetteIssue(Struct, frozen=True):
    """Where a work was published: the name of the gazette, the day and the number of the issue."""

    name: str
    date: datetime.date
    number: str = ""


class WorkIdentity(Struct, frozen=True):
    """Whose a text is and what it is called there.

    ``country`` is a code of ISO 3166-1, ``eu``, ``un`` or one left to users, with a place or an
    organisation behind a hyphen (``xx-sco``). ``actor`` is who issued it, ``number`` its official
    number or a name that stands for it, both as in an IRI. ``version`` is the day from which the
    text reads as it does; without it that is the day of the last amendment. ``prescriptive`` says
    that it binds; None leaves that to its genre. ``aliases`` are its other identifiers, by kind.
    """

    country: str = UNSAID
    subtype: str = ""
    actor: str = ""
    number: str = ""
    version: datetime.date | None = None
    prescriptive: bool | None = None
    publication: GazetteIssue | None = None
    events: tuple[WorkEvent, ...] = ()
    periods: tuple[ProvisionPeriod, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def amendments(self) -> tuple[WorkEvent, ...]:
        """Return what amended the text, up to the version that it is in."""
        made = (event for event in self.events if event.kind == "amendment")
        return tuple(e for e in made if self.version is None or e.date <= self.version)

    def version_of(self, first: datetime.date) -> datetime.date:
        """Return the day of this version; ``first`` is the day of the original one."""
        return self.version or max((e.date for e in self.amendments), default=first)


# what nobody has said anything of
UNKNOWN_WORK = WorkIdentity()
