"""Tells what stands behind the end of a text: words of the site, and what follows its date.

Running text is never set apart here without a question, whatever it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from zhengben.document.numbering import parse_label
from zhengben.intake.candidates import Candidate
from zhengben.intake.letters import closes
from zhengben.intake.patterns import (
    DATELINE,
    HAN,
    SEAL,
    SESSION,
    bears_number,
    chrome,
    foot_part,
    genre_of,
    is_running,
    promulgated,
    signature,
    site,
)

SITE = "words of the site below the text"
BEHIND = "stands behind the date that closes the text: is it a part of it?"
_ANNEXES = ("附件", "附录", "附表", "附属书", "附图", "附：", "附:")


def set_words_of_site_apart(candidates: Sequence[Candidate]) -> None:
    """Set apart the last lines of a page that speak to its reader."""
    for c in reversed(candidates):
        if c.reason:
            continue
        if parse_label(c.text) or c.line.kind in ("cell", "note"):
            return
        known = "" if c.weighs else chrome(c.plain)
        if not known and not site(c.plain):
            return
        c.reason = known or SITE
        if is_running(c.text):
            c.doubt = c.reason


def ask_behind_date(candidates: Sequence[Candidate]) -> None:
    """Ask about what follows the date that closes a text, and set apart what runs there."""
    lines = [c for c in candidates if not c.reason and c.line.kind != "note"]
    # what an official document has there is known by its form
    while lines and foot_part(lines[-1].plain):
        lines.pop()
    dated = (at for at, c in reversed(list(enumerate(lines))) if _dates(c))
    closing = next(dated, len(lines))
    before, tail = lines[:closing], lines[closing + 1 :]
    if not _closes(before, tail):
        return
    first = next((at for at, c in enumerate(tail) if is_running(c.text)), len(tail))
    for c in tail[first:]:
        c.reason = c.doubt = BEHIND
    names = tail[:first]
    # signatures may stand below their date, but not below those above it
    if before[-1].weighs or is_running(before[-1].text) or any(map(_signs, names)):
        return
    for c in names:
        c.doubt = c.doubt or BEHIND


def _closes(before: Sequence[Candidate], tail: Sequence[Candidate]) -> bool:
    """Tell a date that closes a text: nothing of one goes on behind it, and less than above it."""
    if not any(c.runs for c in before) or any(_goes_on(c) for c in tail):
        return False
    # what a text makes public stands below it by its name
    quoted = {name for c in before for name in promulgated(c.plain)}
    if any("".join(c.plain.split()) in quoted or closes(c.plain) for c in tail):
        # or another letter, which closes as one
        return False
    # below a title a date says when that was adopted
    titled = bool(genre_of(before[-1].plain)) and not is_running(before[-1].text)
    behind, above = (sum(len(c.text) for c in part) for part in (tail, before))
    return not titled and behind <= above


def _dates(c: Candidate) -> bool:
    dated = "年" in c.plain and bool(DATELINE.fullmatch(c.plain))
    return c.line.kind == "text" and dated and not SESSION.search(c.plain)


def _goes_on(c: Candidate) -> bool:
    """Tell a line with which a text, an annex of it or another text goes on behind a date."""
    titled = bool(genre_of(c.plain)) and not is_running(c.text)
    marked = c.line.kind in ("heading", "item", "cell", "note")
    return (
        marked or titled or bears_number(c.text, c.plain) or c.plain.startswith(_ANNEXES)
        or not HAN.search(c.text)
    )  # fmt: skip


def _signs(c: Candidate) -> bool:
    known = (signature(key).search(SEAL.sub("", c.plain)) for key in ("office", "party"))
    return bool(SEAL.search(c.plain)) or any(known)
