"""Finds what the metadata need: genre, date, place, organ, source; asks for what is not there."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from urllib.parse import unquote

from msgspec import Struct, field

from zhengben.capture import CapturedText
from zhengben.design.genres import GENRES
from zhengben.document.regex import regex
from zhengben.files.toml import QUESTION
from zhengben.intake.choosing import Choice
from zhengben.intake.collection import is_day, number_of_law
from zhengben.intake.dates import parse_date
from zhengben.intake.front import Row
from zhengben.intake.furniture import DECREE
from zhengben.intake.official import GENRE as OFFICIAL
from zhengben.intake.official import form_question
from zhengben.intake.patterns import DATE, DATELINE, ORGAN, PLACE
from zhengben.intake.roles import Guess
from zhengben.intake.work import Amended, amendments_of, country_of, question
from zhengben.scripts.languages import spoken
from zhengben.scripts.matching import simplified

_ORGANS = (
    regex(
        r"(?:^|[日号）)\s])第.{1,6}[屆届](.+?)(?:常务委员会|常務委員會)?第.{1,8}次(?:全[體体])?会议"
    ),
    regex(r"(国务院|國務院)令"),
    # 丁城水務局、丁城衛生局令第3號
    regex(r"(?:^|[日号\u3000 （(])([^日号\u3000 （(]{2,60})令第"),
    regex(r"(?:^|[日号\u3000 ])([^日号\u3000 ]{2,40}?)(?:审判委员会|检察委员会)第"),
)
# 某局公告, 某國主席令第3號
_OF_ISSUER = regex(
    r"^([^，。；：]{1,30}(?:[局部厅委院会府署司办处室]|主席|总统|总理))[ \u3000]*"
    r"(?:公[ \u3000]*告|通[ \u3000]*告|布告|令|命令)(?:$|[ \u3000（(]*(?:\d{4}年)?第)"
)
_ISSUER = regex(r"^(.{2,40}?)(?:关于|關於)")
# what a mark says beside the name of the issuer
_MARK = regex(r"(?:文件|公告|通告|布告|令)$")
_HELD = regex(rf"{DATE.pattern}在.{{2,12}}(?:举行|召开)")
# 本協定於二〇〇三年四月五日在丁城簽訂
_ISSUED = regex(r"(?:发文|成文|印发)(?:日期|时间)\s*[：:]")
_DONE = regex(
    rf"于\s*{DATE.pattern}[，,]?\s*(?:在|于)(?P<place>[^，。]{{2,12}}?)(?:签订|签署|订立|签字)"
)
_CHINESE_ORGANS = ("全国人民代表大会", "国务院", "最高人民法院", "最高人民检察院")
_STATUTE = "本作品依《中華人民共和國著作權法》第五條不適用該法，屬於公有領域。"
_STATUTE_HANS = "本作品依《中华人民共和国著作权法》第五条不适用该法，属于公有领域。"
_UNKNOWN_RIGHTS = {
    "zh-Hant": "來源未註明權利；使用前請查明。",
    "zh-Hans": "来源未注明权利；使用前请查明。",
}
_SITES = {
    "wikisource.org": ("中文維基文庫（zh.wikisource.org）", "中文维基文库（zh.wikisource.org）"),
    "gov.cn": ("中國政府網站", "中国政府网站"),
    "mfa.gov.cn": ("中華人民共和國外交部網站", "中华人民共和国外交部网站"),
    "xinhuanet.com": ("新華網", "新华网"),
    "un.org": ("聯合國網站", "联合国网站"),
}


# a day in brackets stands so many lines below the first, at most
_HEAD = 12
_IN_BRACKETS = (
    "is the law of this day? It stands in brackets, where the laws of Hong Kong have the day on "
    "which they came into operation"
)


class Facts(Struct):
    """Metadata by key, as ``document.toml`` names them, and the questions that are left.

    A question has a key and a sentence; the value of a key that must be answered is “?”.
    ``amended`` is what the text says of its amendments.
    """

    values: dict[str, object] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    amended: tuple[Amended, ...] = ()

    def ask(self, key: str, sentence: str, value: object = QUESTION) -> None:
        """Put a question, with the value that stands until it is answered."""
        self.values[key] = value
        self.questions[key] = sentence


def find_facts(
    guess: Guess,
    choice: Choice,
    extraction: CapturedText,
    script: str,
    file: str,
    received: datetime.date,
) -> Facts:
    """Return all metadata that the text, the page or the file give."""
    facts, rows = Facts(), guess.rows
    text = "".join(row.text for row in rows)
    title = "".join(r.plain for r in rows if r.role in ("title", "subtitle"))
    _genre(facts, guess)
    facts.values["script"] = script
    if language := spoken(text):
        facts.ask("script", f"the text seems to be in {language.name} ({language.code}), not in "
                            "standard written Chinese; is it to be called Chinese in this script?",
                  script)  # fmt: skip
    if any(r.role == "subtitle" for r in rows):
        whole = "".join(r.text for r in rows if r.role in ("title", "subtitle"))
        facts.values["short-title"] = whole
    _organ(facts, guess, title)
    _date(facts, rows, choice)
    _place(facts, rows, choice)
    if choice.dateline:
        facts.values["dateline"] = choice.dateline
    _source(facts, extraction, file, script)
    _rights(facts, choice, text, script)
    _work(facts, rows, title)
    facts.values["received"] = received
    return facts


def _genre(facts: Facts, guess: Guess) -> None:
    """State the genre that was decided on, and which form an official document has."""
    genre, asked = guess.decision.genre, guess.decision.asked
    facts.values["genre"] = genre
    if asked:
        facts.ask("genre", asked, genre)
    elif not genre:
        *most, last = GENRES
        named = f"{', '.join(most)} or {last}"
        facts.ask("genre", f"the title names no genre: {named}?", "declaration")
    if genre == OFFICIAL:
        form, asked = form_question(guess.rows)
        if asked:
            facts.ask("form", asked, form)
        elif form:
            facts.values["form"] = form


def _organ(facts: Facts, guess: Guess, title: str) -> None:
    """Find who adopted or issued the text: the session line says, or the title begins with it.

    An official document is of the organs that signed it.
    """
    rows, official = guess.rows, facts.values["genre"] == OFFICIAL
    named = (_MARK.sub("", w) for r in rows if r.role == "organ" for w in r.text.split())
    organ = (
        "、".join(filter(None, named))
        or _of_session(rows)
        or _of_title(rows, title, official=official)
        or ("、".join(_signed(guess)) if official else "")
    )
    if organ:
        facts.values["organ"] = organ
    else:
        facts.ask("organ", "who adopted or issued the text?", "")


def _of_session(rows: Sequence[Row]) -> str:
    """Return the organ that a line about adoption names, or nothing."""
    for row in (row for row in rows if row.role == "session"):
        for pattern in _ORGANS:
            if found := pattern.search(row.plain):
                start, end = found.span(1)
                if "常务委员会" in found[0][len(found[1]) :]:
                    end = row.plain.index("常务委员会", end) + 5
                return row.text[start:end]
    return ""


def _of_title(rows: Sequence[Row], title: str, *, official: bool) -> str:
    """Return who issued a text as its title says, or nothing."""
    lines = [r.text for r in rows if r.role in ("title", "subtitle")]
    whole = "".join(lines)
    found = _ISSUER.search(title)
    if found is None:
        said = _OF_ISSUER.search(title) if official else None
        return whole[: said.end(1)] if said else ""
    above = takewhile(lambda line: not re.match("关于|關於", line), lines)
    by_line = [word for line in above for word in line.split()]
    for organs in (by_line, whole[: found.end(1)].split()):
        # each in a line or behind a blank
        same = "".join(organs) == "".join(whole[: found.end(1)].split())
        if same and all(ORGAN.search(simplified(word)) for word in organs):
            return "、".join(organs)
    return whole[: found.end(1)]


def _signed(guess: Guess) -> list[str]:
    """Return the organs that signed a text, where nobody else did."""
    names = [word for s in guess.signing.signatories for word in s.name.split()]
    return names if all(ORGAN.search(simplified(name)) for name in names) else []


def _date(facts: Facts, rows: Sequence[Row], choice: Choice) -> None:
    """Find the date of signing or adoption: closing, dateline, session, then the opening."""
    made = next((r.plain for r in rows[:_HEAD] if is_day(r.plain)), "")
    if made and facts.values["genre"] == "law":
        facts.ask("date", _IN_BRACKETS, _first_date([made]) or QUESTION)
        return
    # the last paragraph of a treaty says when it was done
    done = [r.plain for r in rows if re.search(r"订于|签订|签署|订立|一式", r.plain)][-2:]
    if date := _first_date(_stated(rows, choice, done)):
        facts.values["date"] = date
        return
    opening = [r.plain for r in rows if r.role == "preamble"]
    # a meeting named in the opening dates the text
    held = [found[0] for plain in opening if (found := _HELD.search(plain))]
    in_force = [r.plain for r in rows if "施行" in r.plain]
    if date := _first_date((*held, *done, *opening[:3])):
        facts.ask("date", "is this the date of the text? It is named in running text only", date)
    elif date := _first_date(in_force):
        facts.ask("date", "the text is in force from this day; when was it adopted?", date)
    elif words := _undated(rows):
        facts.ask("date", f"which day of our calendar is “{words}”? (as 2017-06-09)")
    else:
        facts.ask("date", "when was the text signed, adopted or published? (as 2017-06-09)")


def _stated(rows: Sequence[Row], choice: Choice, done: Sequence[str]) -> Iterator[str]:
    """Yield what says of itself when the text was signed or adopted, the surest first."""
    yield from (r.plain for r in rows if r.role == "closing")
    if choice.dateline:
        yield simplified(choice.dateline)
    yield from (r.plain for r in rows if r.role in ("dateline", "session"))
    yield from (found[0] for plain in done if (found := _DONE.search(plain)))
    # what a page or a letter says of its own day, 發文日期：中華民國113年3月5日
    yield from (c.plain for c in choice.candidates if _ISSUED.match(c.plain))
    # a decree that promulgates the text has a day
    decree = (c.plain for c in choice.candidates if c.reason == DECREE)
    yield from (plain for plain in decree if DATELINE.fullmatch(plain))


def _undated(rows: Sequence[Row]) -> str:
    """Return the first line that is a date which no calendar of ours has, or nothing."""
    dates = (r.text for r in rows if DATELINE.fullmatch(r.plain) and not parse_date(r.plain))
    return next((said for said in dates if "月" in said), "")


def _first_date(texts: Iterable[str]) -> datetime.date | None:
    return next((date for text in texts if (date := parse_date(text))), None)


def _place(facts: Facts, rows: Sequence[Row], choice: Choice) -> None:
    lines = [(r.text, r.plain) for r in rows if r.role in ("closing", "dateline")]
    lines += [(choice.dateline, simplified(choice.dateline))] if choice.dateline else []
    for text, plain in lines:
        if found := PLACE.search(plain):
            facts.values["place"] = text[found.start(1) : found.end(1)]
            return
    for row in rows[::-1]:
        if found := _DONE.search(row.plain):
            facts.values["place"] = row.text[found.start("place") : found.end("place")]
            return


def _source(facts: Facts, extraction: CapturedText, file: str, script: str) -> None:
    url = unquote(extraction.facts.get("url", ""))
    if url.startswith(("http://", "https://")):
        facts.values["url"] = url.replace(" ", "%20")
    by_site = sorted(_SITES, key=len, reverse=True)
    site = next((s for s in by_site if "/" in url and url.split("/")[2].endswith(s)), "")
    wiki = any("維基文庫" in line.text or "维基文库" in line.text for line in extraction.lines[:12])
    if site or wiki:
        facts.values["source"] = _SITES[site or "wikisource.org"][script == "zh-Hans"]
    elif extraction.facts.get("site"):
        facts.values["source"] = extraction.facts["site"]
    else:
        facts.ask("source", "where does the page come from?", file)


def _work(facts: Facts, rows: Sequence[Row], title: str) -> None:
    """Find whose the text is, and what amended it since its date."""
    organ, genre = str(facts.values.get("organ", "")), str(facts.values["genre"])
    head = [r.plain for r in rows[:_HEAD] if r.role in ("title", "subtitle", "session")]
    if genre == "law" and (number := number_of_law(head)):
        facts.values["number"] = number.lower()
        facts.ask("country", f"is the text of Hong Kong? Chapter {number} is the number that a law "
                             "has there", "hk")  # fmt: skip
        return
    if country := country_of(organ, title, genre):
        facts.values["country"] = country
    else:
        facts.ask("country", *question())
    date = facts.values.get("date")
    if isinstance(date, datetime.date) and "date" not in facts.questions:
        facts.amended = amendments_of(rows, date, parse_date)


def _rights(facts: Facts, choice: Choice, text: str, script: str) -> None:
    aside = simplified("".join(c.text for c in choice.candidates if c.reason))
    chinese = simplified(text[:2000])
    statute = "著作权法" in aside and "公有领域" in aside + "公有领域"
    organ = simplified(str(facts.values.get("organ", "")))
    official = "中华人民共和国" in chinese or organ.startswith(_CHINESE_ORGANS)
    law = facts.values.get("genre") == "law" and official
    if statute or law:
        facts.values["rights"] = _STATUTE_HANS if script == "zh-Hans" else _STATUTE
        facts.values["licence"] = (
            "公有领域：《中华人民共和国著作权法》第五条"
            if script == "zh-Hans" else "公有領域：《中華人民共和國著作權法》第五條"
        )  # fmt: skip
        return
    facts.ask("rights", "under which terms may the text be used?", _UNKNOWN_RIGHTS[script])
    facts.values["licence"] = _UNKNOWN_RIGHTS[script]
