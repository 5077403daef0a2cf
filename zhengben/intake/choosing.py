"""Tells the lines of a capture that are text from those that belong to the page around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhengben.capture import CapturedLine, CapturedText
from zhengben.document.numbering import parse_bullet, parse_label
from zhengben.intake.patterns import (
    DATELINE,
    HAN,
    LATIN,
    SESSION,
    bears_number,
    chrome,
    foot,
    genre_of,
    is_running,
)
from zhengben.scripts.matching import simplified

WIKI_HEADER = "header of the page: another work of the series, or a fact of this one"
BEFORE_TITLE = "navigation: stands before the title"
PAGE_NUMBER = "page number"
DECREE = "decree that promulgates the text"
_DECREE = re.compile(r"^[^，。；：]{2,30}令$")
_LONGEST_DECREE = 15
_HEAD_ZONE = 40
_BARE_NUMBER = re.compile(r"[0-9]{1,4}")
_FAR_IN = re.compile(r"[ \xa0]{6}|\u3000{4}|\t\t")
# a page has more lines than this between its number and the next
_SHORTEST_PAGE = 4
# a page says no more than this many lines above the title of its text
_ABOVE_TITLE = 6


@dataclass(slots=True)
class Candidate:
    """A line of the capture that is not blank, and what is thought of it.

    ``reason`` is empty for text; ``plain`` is the line in Simplified, for matching.
    """

    number: int
    line: CapturedLine
    text: str
    plain: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lines are text; ``dateline`` and ``title`` are what the page's head says."""

    candidates: tuple[Candidate, ...]
    title: str = ""
    dateline: str = ""

    @property
    def text(self) -> list[Candidate]:
        """Return the lines that are text."""
        return [c for c in self.candidates if not c.reason]


def choose(extraction: CapturedText) -> Choice:
    """Decide for each line whether it is text; what it cannot tell it takes for text."""
    candidates = [
        Candidate(number, line, text, simplified(text), line.reason)
        for number, line in enumerate(extraction.lines, 1)
        if (text := line.text.strip(" \t\xa0\u3000"))
    ]
    for c in candidates:
        c.reason = c.reason or _page_reason(c)
    _set_page_numbers_apart(candidates)
    _set_foot_apart(candidates)
    _set_translation_apart(candidates)
    _set_contents_apart(candidates)
    _set_decree_apart(candidates)
    title, dateline = _head(candidates, extraction)
    return Choice(tuple(candidates), title, dateline)


def _page_reason(c: Candidate) -> str:
    # a line of text may well speak of an editor; the page's own lines are short
    return chrome(c.plain) if len(c.text) <= 80 and c.line.kind != "cell" else ""


def _set_page_numbers_apart(candidates: list[Candidate]) -> None:
    """Set apart lines of a bare number that stand far in, or that count the pages of a text."""
    bare = [
        (at, int(c.text))
        for at, c in enumerate(candidates)
        if _BARE_NUMBER.fullmatch(c.text) and c.line.kind == "text" and not c.reason
    ]
    pages = len(bare) > 1 and all(
        later == number + 1 and after - at > _SHORTEST_PAGE
        for (at, number), (after, later) in pairwise(bare)
    )
    for at, _ in bare:
        c = candidates[at]
        if pages or _FAR_IN.match(c.line.text):
            c.reason = PAGE_NUMBER


def _set_foot_apart(candidates: list[Candidate]) -> None:
    """Set apart what follows the first line of a licence or source in the last part of a page."""
    start = len(candidates) // 3
    at = next((n for n in range(start, len(candidates)) if foot(candidates[n].plain)), None)
    if at is None:
        return
    reason = foot(candidates[at].plain)
    for c in candidates[at:]:
        c.reason = c.reason or reason


def _set_translation_apart(candidates: list[Candidate]) -> None:
    """Set apart lines in another language: those with words and no Han."""
    for c in candidates:
        if c.reason or HAN.search(c.text) or c.line.kind == "cell":
            continue
        letters = len(LATIN.findall(c.text))
        if letters >= 6 and not SESSION.search(c.text):
            c.reason = "in another language"
    # what stands between two lines in another language (numbers, headings) is theirs
    last = None
    for at, c in enumerate(candidates):
        if c.reason == "in another language":
            if last is not None and at - last <= 4:
                for between in candidates[last + 1 : at]:
                    if not between.reason and not HAN.search(between.text):
                        between.reason = "in another language"
            last = at


def _set_contents_apart(candidates: list[Candidate]) -> None:
    """Set apart a table of contents: 目录 and the lines behind it that come again as headings."""
    for at, c in enumerate(candidates):
        named = c.plain.replace("\u3000", "").replace(" ", "") in ("目录", "目次")
        if c.reason or c.line.kind == "cell" or not named:
            continue
        times = Counter(_bare(o.plain) for o in candidates[at + 1 :] if not o.reason)
        end = at + 1
        while end < len(candidates):
            o = candidates[end]
            if not o.reason:
                if times[_bare(o.plain)] < 2:
                    break
                times[_bare(o.plain)] -= 1
            end += 1
        if end > at + 1:
            for o in candidates[at:end]:
                o.reason = o.reason or "table of contents of the page"
        return


def _set_decree_apart(candidates: list[Candidate]) -> None:
    """Set apart the decree that promulgates a law, where the law's own title follows it."""
    text = [c for c in candidates if not c.reason]
    decree = next((at for at, c in enumerate(text[:_ABOVE_TITLE]) if _DECREE.search(c.plain)), None)
    if decree is None:
        return
    for at in range(decree + 1, min(decree + _LONGEST_DECREE, len(text) - 1)):
        c = text[at]
        if parse_label(c.text):
            return
        named = genre_of(c.plain) == "law" and not is_running(c.text)
        following = (parse_label(o.text) for o in text[at + 1 : at + _HEAD_ZONE])
        if named and any(label and label.kind == "article" for label in following):
            for before in text[decree:at]:
                before.reason = DECREE
            return


def _bare(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "").rstrip("0123456789.…·")


def _head(candidates: list[Candidate], extraction: CapturedText) -> tuple[str, str]:
    """Find the title in the head of the page, and set apart what stands around it."""
    text = [c for c in candidates if not c.reason]
    zone = _head_zone(text)
    at = _repeated_title(text, extraction)
    wiki = at is not None and (at > 0 or _is_wiki(candidates, extraction))
    if at is None:
        at = _likely_title(text, zone)
    if at is None:
        return "", ""
    for c in text[:at]:
        again = _bare(c.plain) == _bare(text[at].plain)
        c.reason = "title of the page, which the text repeats" if again else BEFORE_TITLE
        if is_running(c.text) and not again:
            c.reason = "introduction by the page"
    dateline = ""
    if wiki:
        header = [c for c in candidates if c.number < text[at].number]
        dated = [c for c in header if DATELINE.fullmatch(c.plain)]
        behind = [c for c in text[at + 1 : len(zone)] if not _structural(c)]
        if not dated and behind and DATELINE.fullmatch(behind[0].plain):
            # the header of the page stands between its title and the text
            dated = behind[:1]
            for c in behind:
                c.reason = WIKI_HEADER
        if dated:
            dated[0].reason = "header of the page: kept as the metadata “dateline”"
            dateline = dated[0].text
    for c in zone[at + 1 :]:
        if c.line.align == "quote" and not (SESSION.search(c.plain) or DATELINE.fullmatch(c.plain)):
            c.reason = c.reason or "note of the page's editors"
    return text[at].text, dateline


def _is_wiki(candidates: Sequence[Candidate], extraction: CapturedText) -> bool:
    site = f"{extraction.facts.get('url', '')} {extraction.facts.get('title', '')}"
    return "wikisource" in site or any("维基文库" in c.plain for c in candidates[:12])


def _structural(c: Candidate) -> bool:
    return c.line.kind in ("heading", "cell") or parse_label(c.text) is not None


def _head_zone(text: list[Candidate]) -> list[Candidate]:
    """Return the lines before the first of running text, or the first that bears a number."""
    for at, c in enumerate(text[:_HEAD_ZONE]):
        numbered = bears_number(c.text, c.plain)
        front = SESSION.search(c.plain) or DATELINE.fullmatch(c.plain) or c.line.align == "quote"
        if numbered or parse_bullet(c.text) or (is_running(c.text) and not front):
            return text[:at]
    return text[:_HEAD_ZONE]


def _repeated_title(text: list[Candidate], extraction: CapturedText) -> int | None:
    """Return where the title of a page is repeated: the text begins there."""
    names = [extraction.facts.get("title", "").split(" - ")[0]]
    named = [c for c in text[:3] if not is_running(c.text) and not bears_number(c.text, c.plain)]
    names += [c.text for c in named]
    for name in names:
        wanted = _bare(simplified(name)).split("（")[0].split("(")[0]
        if len(wanted) < 3:
            continue
        again = [n for n, c in enumerate(text[:_HEAD_ZONE]) if _bare(c.plain) == wanted]
        first = next((n for n, c in enumerate(text[:3]) if c.text == name), None)
        if again and (len(again) > 1 or again[-1] != first):
            return again[-1]
    return None


def _names_genre(c: Candidate) -> bool:
    return bool(genre_of(c.plain)) and not is_running(c.text) and not bears_number(c.text, c.plain)


def _likely_title(text: list[Candidate], zone: list[Candidate]) -> int | None:
    """Return the place of the title in a head zone: its highest heading, or its first line."""
    headings = [n for n, c in enumerate(zone) if c.line.kind == "heading"]
    if headings:
        return min(headings, key=lambda n: (zone[n].line.level, n))
    if not zone:
        # running text of the page's own stands above the title
        names = (n for n, c in enumerate(text[:_ABOVE_TITLE]) if _names_genre(c))
        return next(names, None)
    for at, c in enumerate(zone):
        front = DATELINE.fullmatch(c.plain) or (SESSION.search(c.plain) and c.text[0] in "（(")
        if not front and c.line.align != "quote":
            return at
    return None
