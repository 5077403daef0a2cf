"""Tells the lines of a capture that are text from those that belong to the page around it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise, takewhile

from msgspec import Struct

from zhengben.capture import CapturedText
from zhengben.document.numbering import parse_label
from zhengben.intake.candidates import Candidate, candidates_of
from zhengben.intake.collection import numbers_law
from zhengben.intake.furniture import (
    ABOVE_TITLE,
    bare,
    entitles,
    front_of,
    set_furniture_apart,
)
from zhengben.intake.patterns import (
    DATELINE,
    PROMULGATED,
    SESSION,
    bears_number,
    genre_of,
    head_parts,
    is_running,
)
from zhengben.intake.questions import ask
from zhengben.scripts.matching import simplified

WIKI_HEADER = "header of the page: another work of the series, or a fact of this one"
BEFORE_TITLE = "navigation: stands before the title"
ABOVE = "stands above the title of the text"
AGAIN = "title of the page, which the text repeats"
ONCE_MORE = "title of the text, which stands here again"
UNTITLED = "the text bears no title: this line stands as one; --set title=… supplies another"
_HEAD_ZONE = 40
# a title is not written in more lines than these
_MOST_TITLE_LINES = 5


class Choice(Struct, frozen=True):
    """Which lines are text; ``dateline`` and ``title`` are what the page's head says."""

    candidates: tuple[Candidate, ...]
    title: str = ""
    dateline: str = ""

    @property
    def text(self) -> list[Candidate]:
        """Return the lines that are text."""
        return [c for c in self.candidates if not c.reason]


def choose(extraction: CapturedText, supplied: str = "") -> Choice:
    """Decide for each line whether it is text; what it cannot tell it takes for text, or asks.

    ``supplied`` is a title that an editor gives: where the page bears it, the text begins there.
    """
    candidates = candidates_of(extraction)
    set_furniture_apart(candidates)
    title, dateline = _Head(candidates, extraction, supplied).read()
    _set_titles_apart(candidates, title)
    ask(candidates)
    return Choice(tuple(candidates), title, dateline)


class _Head:
    """Finds the title in the head of a page, and sets apart what stands around it."""

    def __init__(
        self, candidates: list[Candidate], extraction: CapturedText, supplied: str = ""
    ) -> None:
        self.candidates, self.extraction, self.supplied = candidates, extraction, supplied
        self.text = [c for c in candidates if not c.reason]
        self.front = front_of(self.text[:_HEAD_ZONE])

    def read(self) -> tuple[str, str]:
        """Return the title and the dateline of the page's head; empty where there are none."""
        at = self._supplied()
        if at is None:
            at = self._repeated()
        wiki = at is not None and (at > 0 or self._is_wiki())
        if at is None:
            at = self._likely()
        if at is None:
            return "", ""
        for c in self.text[: at - self._official(at)]:
            again = bare(c.plain) == bare(self.text[at].plain)
            c.reason = AGAIN if again else ABOVE if c.runs else BEFORE_TITLE
        dateline = self._wiki_header(at) if wiki else ""
        for c in self.front[at + 1 :]:
            stated = SESSION.search(c.plain) or DATELINE.fullmatch(c.plain)
            if c.line.align == "quote" and not stated:
                c.reason = c.reason or "note of the page's editors"
        return self.text[at].text, dateline

    def _official(self, at: int) -> int:
        """Return how many lines above the title are its own: a head, or the history of a law."""
        said = list(takewhile(lambda c: PROMULGATED.search(c.plain), reversed(self.text[:at])))
        if said:
            return len(said)
        parts = head_parts([c.plain for c in self.text[: at + 1]])[:at]
        above = list(takewhile(bool, reversed(parts)))
        return len(above) if {"issuer", "document-number"} & set(above) else 0

    def _wiki_header(self, at: int) -> str:
        """Set the header of a wiki's page apart; return the date that it states."""
        header = [c for c in self.candidates if c.number < self.text[at].number]
        dated = [c for c in header if DATELINE.fullmatch(c.plain)]
        behind = [c for c in self.text[at + 1 : len(self.front)] if not _structural(c)]
        if not dated and behind and DATELINE.fullmatch(behind[0].plain):
            # the header of the page stands between its title and the text
            dated = behind[:1]
            for c in behind:
                c.reason = WIKI_HEADER
        if not dated:
            return ""
        dated[0].reason = "header of the page: kept as the metadata “dateline”"
        return dated[0].text

    def _is_wiki(self) -> bool:
        facts = self.extraction.facts
        site = f"{facts.get('url', '')} {facts.get('title', '')}"
        return "wikisource" in site or any("维基文库" in c.plain for c in self.candidates[:12])

    def _supplied(self) -> int | None:
        """Return where the title that an editor gives stands in the head of the page."""
        wanted = bare(simplified(self.supplied))
        there = (n for n, c in enumerate(self.text[:_HEAD_ZONE]) if bare(c.plain) == wanted)
        return next(there, None) if wanted else None

    def _repeated(self) -> int | None:
        """Return where the title of a page is repeated, with nothing but its head in between."""
        text = self.text
        names = [self.extraction.facts.get("title", "").split(" - ")[0]]
        names += [c.text for c in text[:3] if entitles(c)]
        for name in names:
            wanted = bare(simplified(name)).split("（")[0].split("(")[0]
            if len(wanted) < 3:
                continue
            again = [n for n, c in enumerate(self.front) if bare(c.plain) == wanted]
            first = next((n for n, c in enumerate(text[:3]) if c.text == name), None)
            if again and (len(again) > 1 or again[-1] != first):
                return self._first_behind(again)
        return None

    def _first_behind(self, again: Sequence[int]) -> int:
        """Return the last of repeated titles, or the first where facts of the text follow it."""
        between = self.text[again[0] + 1 : again[-1]]
        stated = [c for c in between if SESSION.search(c.plain)]
        return again[0] if stated else again[-1]

    def _likely(self) -> int | None:
        """Return the place of the title: the highest heading of the head, or its first line."""
        front = self.front
        parts = head_parts([c.plain for c in front])
        above = next((n for n, part in enumerate(parts) if not part), 0)
        if self._official(above):
            return above
        for n, (c, below) in enumerate(pairwise(front)):
            if numbers_law(c.plain, below.plain):
                return n + 1
        headings = [n for n, c in enumerate(front) if c.line.kind == "heading"]
        if headings:
            return min(headings, key=lambda n: (front[n].line.level, n))
        if (at := _below_history(front)) is not None:
            return at
        if not front:
            # running text of the page's own stands above the title
            names = (n for n, c in enumerate(self.text[:ABOVE_TITLE]) if _names_genre(c))
            return next(names, None)
        for at, c in enumerate(front):
            stated = DATELINE.fullmatch(c.plain) or (SESSION.search(c.plain) and c.text[0] in "（(")
            if not stated and c.line.align != "quote":
                return at
        return None


def _below_history(front: Sequence[Candidate]) -> int | None:
    """Return where the title stands below what happened to a law, or None without such lines."""
    if not front or not PROMULGATED.search(front[0].plain) or genre_of(front[0].plain):
        return None
    return next((n for n, c in enumerate(front) if _names_genre(c)), None)


def below_head(text: Sequence[Candidate]) -> Candidate:
    """Return the first line that is no part of a head, or of a history, above the title.

    Where only running text is left, the line of the head that names a kind of text is the title.
    """
    parts = head_parts([c.plain for c in text[:_HEAD_ZONE]])
    below = (
        c
        for c, part in zip(text, parts, strict=False)
        if not part and not (PROMULGATED.search(c.plain) and not genre_of(c.plain))
    )
    first = next(below, text[0])
    if not entitles(first):
        return next((c for c in text[: text.index(first)] if _names_genre(c)), first)
    return first


def _set_titles_apart(candidates: Sequence[Candidate], title: str) -> None:
    """Set apart a title that stands again below facts of the text, in one line or in several."""
    wanted = bare(simplified(title))
    text = [c for c in candidates if not c.reason]
    if len(wanted) < 4:
        return
    first = text.index(below_head(text)) if text else 0
    for at in range(first + 1, min(_HEAD_ZONE, len(text))):
        lines = text[at : at + _MOST_TITLE_LINES]
        if lines[0].runs and not wanted.startswith(bare(lines[0].plain)):
            return
        joined = list(accumulate(bare(c.plain) for c in lines))
        if wanted in joined:
            for c in lines[: joined.index(wanted) + 1]:
                c.reason = ONCE_MORE
            return


def _structural(c: Candidate) -> bool:
    return c.line.kind in ("heading", "cell") or parse_label(c.text) is not None


def _names_genre(c: Candidate) -> bool:
    return bool(genre_of(c.plain)) and not is_running(c.text) and not bears_number(c.text, c.plain)
