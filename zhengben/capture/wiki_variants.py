"""Reads the switches of wikitext between scripts: ``-{zh-hans:文化;zh-hant:文化}-``."""

from __future__ import annotations

import re

from zhengben.capture.account import Entry
from zhengben.document.regex import regex

_VARIANT = regex(r"-\{(?:([^{}|]*)\|)?((?:[^{}]|\{\{[^{}]*\}\})*)\}-")
_FORM = regex(r"\s*(zh(?:-\w+)?)\s*:\s*([^;]*)")
# enough to tell in which of the two scripts a page is written
_SCRIPTS = ("国为会与对时这从", "國為會與對時這從")
# rules and titles, which a page does not show where they stand (MediaWiki, language conversion)
_HIDDEN = frozenset("HTD-")


def in_one_script(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Return a page with one form of what is written in several, that of its script.

    Beside it, what was taken out, each with where in the new text it stood.
    """
    if "-{" not in text:
        return text, []
    hans, hant = (sum(map(text.count, characters)) for characters in _SCRIPTS)
    wanted = ("zh-hans", "zh-cn") if hans > hant else ("zh-hant", "zh-tw", "zh-hk")
    kept, out = list[str](), list[tuple[int, str]]()
    end = length = 0
    for found in _VARIANT.finditer(text):
        shown, source = _shown(found, wanted), found[0]
        cut = source.rindex(shown) if shown else len(source)
        before, after = source[:cut], source[cut + len(shown) :]
        kept += [text[end : found.start()], shown]
        length += found.start() - end
        out += [(length, before), (length + len(shown), after)]
        length, end = length + len(shown), found.end()
    kept.append(text[end:])
    return "".join(kept), [(at, piece) for at, piece in out if piece]


def _shown(found: re.Match[str], wanted: tuple[str, ...]) -> str:
    """Return what a page shows of a switch."""
    flags = {flag.strip().upper() for flag in (found[1] or "").split(";")}
    if flags & _HIDDEN:
        return ""
    forms = dict(_FORM.findall(found[2]))
    known = (forms[key] for key in (*wanted, "zh", *forms) if key in forms)
    return next(known, found[2]).strip()


def put_back(entries: list[Entry], out: list[tuple[int, str]]) -> list[Entry]:
    """Return an account with the forms of other scripts where they stood in the page."""
    made, at, number = list[Entry](), 0, 0
    for entry in entries:
        text = entry.text
        while number < len(out) and out[number][0] < at + len(text):
            cut = out[number][0] - at
            made += [entry._replace(text=text[:cut])] if cut else []
            made.append(Entry("apart", out[number][1], "switch between scripts"))
            text, at, number = text[cut:], out[number][0], number + 1
        made += [entry._replace(text=text)] if text else []
        at += len(text)
    return made + [Entry("apart", piece, "switch between scripts") for _, piece in out[number:]]
