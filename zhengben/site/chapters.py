"""A long page of a site once more, one page a chapter: each with its own notes and a way on.

The whole page stays what is cited and searched. What the chapters say together is what it says.
"""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

from markupsafe import escape
from msgspec import Struct

from zhengben.design.site_words import SITE_WORDS
from zhengben.design.web_words import WEB_WORDS
from zhengben.document.errors import RenderError
from zhengben.document.regex import regex
from zhengben.proof.html import extract_html
from zhengben.site.entries import SiteEntry, SiteFile

# a main part of more characters of HTML takes a phone seconds, and its reader many screens
LONG_PAGE = 60_000
_MAIN = regex(r"(?P<open><main [^>]*>\n)(?P<text>.*)(?P<close></main>)", re.DOTALL)
_SECTION = regex(r"<section(?P<marks>[^>]*)>\n.*?</section>\n", re.DOTALL)
_NOTES = regex(r'<section class="notes".*?</section>\n', re.DOTALL)
_NOTE = regex(r'<div class="note" [^>]*id="(?P<id>[^"]+)">.*?</div>\n', re.DOTALL)
# of variants too, which have the looks of instruments
_INSTRUMENTS = regex(r'<section class="instruments".*?</section>\n', re.DOTALL)
_ID = regex(r' id="([^"]+)"')
_LINK = regex(r'href="#([^"]+)"')
_HEADING = regex(r"<h[2-6][^>]*>(?P<said>.*?)</h[2-6]>", re.DOTALL)
_LABEL = regex(r'aria-label="(?P<said>[^"]*)"')
_APPARATUS = regex(r'<a [^>]*data-apparatus="[^"]*">.*?</a>', re.DOTALL)
_TAG = regex(r"<[^>]*>")
_TITLE = regex(r"<title>[^<]*</title>")


class ChapterPage(Struct, frozen=True):
    """A page of one chapter: its name beside the whole page, what it is called, and itself."""

    name: str
    title: str
    html: str


def chapter_pages(html: str, entry: SiteEntry, file: SiteFile) -> list[ChapterPage]:
    """Return the pages of a long page's chapters; none for a page that is short or has but one."""
    main = _MAIN.search(html)
    if main is None or len(main["text"]) < LONG_PAGE:
        return []
    found = list(_SECTION.finditer(main["text"]))
    if len(found) < 2:
        return []
    stem = file.name.removesuffix(".html")
    names = [f"{stem}.part-{number}.html" for number in range(1, len(found) + 1)]
    homes = {
        anchor: name
        for name, section in zip(names, found, strict=True)
        for anchor in _ID.findall(section[0])
    }
    titles = [_called(section, entry.titles[file.script]) for section in found]
    pages = list[ChapterPage]()
    for number, section in enumerate(found):
        made = _page(html, section[0], number, _Around(entry, file, names, titles))
        here = set(_ID.findall(made))

        def lead(link: re.Match[str], here: set[str] = here) -> str:
            anchor = link[1]
            home = "" if anchor in here else homes.get(anchor, file.name)
            return f'href="{escape(home)}#{anchor}"'

        pages.append(ChapterPage(names[number], titles[number], _LINK.sub(lead, made)))
    return pages


class _Around(Struct, frozen=True):
    """What stands around a chapter."""

    entry: SiteEntry
    file: SiteFile
    names: list[str]
    titles: list[str]


def _called(section: re.Match[str], title: str) -> str:
    """Return what a chapter is called: its heading, or the name that its part bears."""
    heading = _HEADING.search(section[0])
    label = _LABEL.search(section["marks"])
    if label is None and heading is not None:
        return _TAG.sub("", _APPARATUS.sub("", heading["said"])).strip()
    return label["said"] if label else str(escape(title))


def _page(html: str, section: str, number: int, around: _Around) -> str:
    """Return the whole page with but one chapter of it, and the notes that it calls."""
    script = around.file.script
    called = {link[1:] for link in re.findall(r'class="call"[^>]*href="(#[^"]+)"', section)}
    notes = _NOTES.search(html)
    kept = "".join(n[0] for n in _NOTE.finditer(notes[0]) if n["id"] in called) if notes else ""
    whole = _TITLE.search(html)
    title = str(escape(around.entry.titles[script]))
    head = "" if number == 0 else (
        f'<h1 class="title" data-apparatus="heading"><a href="{escape(around.file.name)}">'
        f"{title}</a></h1>\n"
    )  # fmt: skip
    ways = "".join(
        f'<a rel="{rel}" href="{escape(around.names[at])}">{before}{around.titles[at]}{behind}</a>'
        "\u3000"
        for rel, at, before, behind in (
            ("prev", number - 1, "← ", ""),
            ("next", number + 1, "", " →"),
        )
        if 0 <= at < len(around.names)
    )
    way = (
        f'<nav class="parts" aria-label="{escape(SITE_WORDS[script].parts)}" '
        f'data-apparatus="parts"><p>{ways}<a href="{escape(around.file.name)}">'
        f"{escape(WEB_WORDS[script].whole)}</a></p></nav>\n"
    )
    made = _MAIN.sub(lambda m: f"{m['open']}{head}{section}{way}{m['close']}", html, count=1)
    made = _INSTRUMENTS.sub("", made, count=2)
    if notes:
        empty = _NOTE.sub("", notes[0]).removesuffix("</section>\n")
        put = f"{empty}{kept}</section>\n" if kept else ""
        made = made.replace(notes[0], put, 1)
    if whole:
        told = f"<title>{around.titles[number]} · {title}</title>"
        made = made.replace(whole[0], told, 1)
    return made


def require_whole(page: Path, parts: list[Path]) -> None:
    """Raise RenderError where chapters together do not say what the whole page says."""
    whole = [(b.id, b.text, b.marks) for b in extract_html(page).blocks]
    read = [extract_html(part) for part in parts]
    said = [(b.id, b.text, b.marks) for b in chain.from_iterable(r.blocks for r in read)]
    if whole != said or any(r.faults for r in read):
        raise RenderError(f"The chapters of {page.name} do not say what the whole page says.")


def way_to_parts(html: str, parts: list[ChapterPage], script: str) -> str:
    """Return the whole page with a way to its chapters."""
    if not parts:
        return html
    link = (
        f'<a class="home" href="{escape(parts[0].name)}">{escape(SITE_WORDS[script].parts)}</a>\n'
    )
    return re.sub(r'(<a class="skip")', lambda m: link + m[1], html, count=1)
