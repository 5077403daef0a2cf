"""Tells what a page says around its text: at its edges by patterns, in its midst by its kind.

In the midst of a text nothing is furniture by its wording. What a page repeats there (numbers of
pages, a running head, another language, a table of contents) is set apart until a person has
said that it is none of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

from zhengben.document.numbering import parse_bullet, parse_label
from zhengben.document.regex import regex
from zhengben.intake.candidates import Candidate
from zhengben.intake.collection import number_of_law, numbers_law
from zhengben.intake.foot import ask_behind_date, set_words_of_site_apart
from zhengben.intake.patterns import (
    DATELINE,
    HAN,
    LATIN,
    SEAL,
    SESSION,
    STOPS,
    bears_number,
    chrome,
    foot,
    genre_of,
    head_part,
    is_running,
    promulgated,
    signature,
    site,
)

PAGE_NUMBER = "page number"
PAGE_DATE = "date of the page"
RUNNING_HEAD = "running head of the page"
OTHER_LANGUAGE = "in another language"
CONTENTS = "table of contents of the page"
SITE_ABOVE = "words of the site above the text"
DECREE = "decree that promulgates the text"
# lines of these kinds are furniture wherever they stand: nothing else looks like them
_ANYWHERE = (PAGE_NUMBER, "ornament")
# A/RES/60/1 and a title at the head of a page
_SYMBOL = regex(r"[A-Z]+/[A-Z0-9/().-]+(?:\s|$)")
_DECREE = regex(r"^[^，。；：]{2,30}(?:令|公告)[ \u3000]*(?:[（(]?第[^，。；：]{1,10}号[）)]?)?$")
_ORDER = regex(r"令[ \u3000]*(?:[（(]?第[^，。；：]{1,10}号[）)]?)?$")
_LONGEST_DECREE = 15
# it says what it is and what it promulgates
_SHORTEST_DECREE = 2
_MOST_TITLE_LINES = 4
_DECREE_ZONE = 40
_BARE_NUMBER = regex(r"[0-9]{1,4}")
_FAR_IN = regex(r"[ \xa0]{6}|\u3000{4}|\t\t")
# a page has more lines than this between its number and the next
_SHORTEST_PAGE = 4
# a page says no more than this many lines above the title of its text
ABOVE_TITLE = 6


def set_furniture_apart(candidates: list[Candidate]) -> None:
    """Give a reason to each line that belongs to the page and not to the text."""
    lines = [c for c in candidates if not c.is_markup]
    _set_foot_apart(lines)
    _set_page_numbers_apart(lines)
    _set_running_heads_apart(lines)
    set_words_of_site_apart(lines)
    ask_behind_date(lines)
    _set_edges_apart(lines)
    _set_translation_apart(lines)
    _set_contents_apart(lines)
    _set_decree_apart(lines)


def bare(text: str) -> str:
    """Return a line without blanks and without what leads to a page in a table of contents."""
    return "".join(text.split()).replace("\u3000", "").rstrip("0123456789.…·")


def _set_page_numbers_apart(candidates: list[Candidate]) -> None:
    """Set apart lines of a bare number that stand far in, or that count the pages of a text."""
    numbers = [
        (at, int(c.text))
        for at, c in enumerate(candidates)
        if _BARE_NUMBER.fullmatch(c.text) and c.line.kind == "text" and not c.reason
    ]
    pages = len(numbers) > 1 and all(
        later == number + 1 and after - at > _SHORTEST_PAGE
        for (at, number), (after, later) in pairwise(numbers)
    )
    for at, _ in numbers:
        c = candidates[at]
        if pages or _FAR_IN.match(c.line.text):
            c.reason = PAGE_NUMBER
    for c in candidates:
        if c.line.kind == "text" and (reason := chrome(c.plain)) in _ANYWHERE:
            c.reason = c.reason or reason


def _set_running_heads_apart(candidates: list[Candidate]) -> None:
    """Set apart a short line that stands again beside numbers of pages."""
    first = dict[str, int]()
    beside = {
        near
        for at, c in enumerate(candidates)
        if c.reason == PAGE_NUMBER
        for near in (at - 1, at + 1)
        if 0 <= near < len(candidates)
    }
    for at, c in enumerate(candidates):
        if c.reason or c.weighs or is_running(c.text) or c.line.kind == "cell":
            continue
        if at in beside and (c.plain in first or _SYMBOL.match(c.plain)):
            c.reason = RUNNING_HEAD
        first.setdefault(c.plain, at)


def _set_edges_apart(candidates: list[Candidate]) -> None:
    """Set apart by their wording short lines above the first and below the last of the text."""
    weighty = [at for at, c in enumerate(candidates) if not c.reason and c.weighs]
    first, last = (weighty[0], weighty[-1]) if weighty else (len(candidates), -1)
    for at, c in enumerate(candidates):
        if first <= at <= last or c.weighs or c.line.kind == "cell":
            continue
        reason = chrome(c.plain) or (SITE_ABOVE if at < first and site(c.plain) else "")
        # 日期：2024年3月5日 below a seal or a party says when that signed
        if not (reason == PAGE_DATE and at > last and _seals(candidates[max(0, at - 2) : at])):
            c.reason = c.reason or reason


def _seals(above: Sequence[Candidate]) -> bool:
    """Tell lines of signatures: a party, or the place of a seal."""
    return any(SEAL.search(c.plain) or signature("party").search(c.plain) for c in above)


def _set_foot_apart(candidates: list[Candidate]) -> None:
    """Set apart what follows the first line of a licence or source at the end of a page."""
    end = next((at for at in range(len(candidates) - 1, -1, -1)
                if not candidates[at].reason and _provides(candidates[at])), -1)  # fmt: skip
    start = max(end + 1, len(candidates) // 3)
    at = next((n for n in range(start, len(candidates)) if foot(candidates[n].plain)), None)
    if at is None:
        return
    reason = foot(candidates[at].plain)
    for c in candidates[at:]:
        c.reason = c.reason or reason


def _provides(c: Candidate) -> bool:
    """Tell a line that bears the number of an article, a chapter or the like."""
    label = parse_label(c.text)
    return label is not None and label.kind in ("article", "chapter", "section", "part")


def _set_translation_apart(candidates: list[Candidate]) -> None:
    """Set apart lines in another language: those with words and no Han."""
    for c in candidates:
        if c.reason or HAN.search(c.text) or c.line.kind == "cell":
            continue
        letters = len(LATIN.findall(c.text))
        if letters >= 6 and not SESSION.search(c.text):
            c.reason = OTHER_LANGUAGE
    # what stands between two lines in another language (numbers, headings) is theirs
    last = None
    for at, c in enumerate(candidates):
        if c.reason == OTHER_LANGUAGE:
            if last is not None and at - last <= 4:
                for between in candidates[last + 1 : at]:
                    if not between.reason and not HAN.search(between.text):
                        between.reason = OTHER_LANGUAGE
            last = at


def _set_contents_apart(candidates: list[Candidate]) -> None:
    """Set apart a table of contents: 目录 and the lines behind it that come again as headings."""
    for at, c in enumerate(candidates):
        named = c.plain.replace("\u3000", "").replace(" ", "") in ("目录", "目次")
        if c.reason or c.line.kind == "cell" or not named:
            continue
        times = Counter(bare(o.plain) for o in candidates[at + 1 :] if not o.reason)
        end = at + 1
        while end < len(candidates):
            o = candidates[end]
            if not o.reason:
                if times[bare(o.plain)] < 2:
                    break
                times[bare(o.plain)] -= 1
            end += 1
        if end > at + 1:
            for o in candidates[at:end]:
                o.reason = o.reason or CONTENTS
        return


def _set_decree_apart(candidates: list[Candidate]) -> None:
    """Set apart the decree that promulgates a text, where that text's own title follows it.

    The decree says what it promulgates, and that stands below it by the same name; a law is one by
    its articles too. What promulgates several texts stays the text, with those as its annexes.
    """
    text = [c for c in candidates if not c.reason]
    decree = next((at for at, c in enumerate(text[:ABOVE_TITLE]) if _DECREE.search(c.plain)), None)
    if decree is None:
        return
    quoted, below = set[str](), list[int]()
    for at in range(decree + 1, len(text) - 1):
        if _named(text, at, quoted):
            below.append(at)
        elif not below:
            quoted.update(promulgated(text[at].plain))
    if len(below) > 1:
        return
    end = below[0] if below else _law_below(text, decree)
    if not decree < end <= decree + _LONGEST_DECREE:
        return
    while end > decree + _SHORTEST_DECREE and head_part(text[end - 1].plain):
        # the number of the text itself stands above its title
        end -= 1
    for before in text[decree:end]:
        before.reason = DECREE


def _named(text: Sequence[Candidate], at: int, quoted: Collection[str]) -> bool:
    """Tell the title of a text, in one line or in several, by the names that it may have."""
    if not quoted or is_running(text[at].text) or parse_label(text[at].text):
        return False
    lines = accumulate(bare(c.plain) for c in text[at : at + _MOST_TITLE_LINES])
    return any(line in quoted for line in lines)


def _law_below(text: Sequence[Candidate], decree: int) -> int:
    """Return where the title of a law stands below an order, or 0."""
    if not _ORDER.search(text[decree].plain):
        return 0
    for at in range(decree + 1, min(decree + _LONGEST_DECREE, len(text) - 1)):
        c = text[at]
        if parse_label(c.text):
            return 0
        named = genre_of(c.plain) == "law" and not is_running(c.text)
        following = (parse_label(o.text) for o in text[at + 1 : at + _DECREE_ZONE])
        if named and any(label and label.kind == "article" for label in following):
            return at
    return 0


def front_of(text: Sequence[Candidate]) -> list[Candidate]:
    """Return the lines before the first of running text, or the first that bears a number."""
    for at, c in enumerate(text):
        if at + 1 < len(text) and numbers_law(c.plain, text[at + 1].plain):
            continue
        front = SESSION.search(c.plain) or DATELINE.fullmatch(c.plain) or c.line.align == "quote"
        running = is_running(c.text) and not front and not entitles(c)
        if bears_number(c.text, c.plain) or parse_bullet(c.text) or running:
            return list(text[:at])
    return list(text)


def entitles(c: Candidate) -> bool:
    """Tell a line that may be a title, of whatever length, from one of running text."""
    if c.text.endswith(STOPS) or c.line.kind in ("cell", "item"):
        return False
    beside = bool(number_of_law((c.plain,)))
    named = beside or bool(genre_of(c.plain)) or c.line.kind == "heading"
    if bears_number(c.text, c.plain):
        # chapters of a collection of laws are numbered: 第53章　古物條例
        return named and parse_label(c.text) is not None and _provides(c)
    return named or not is_running(c.text)
