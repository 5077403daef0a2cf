"""Reads the switches of wikitext between scripts: ``-{zh-hans:文化;zh-hant:文化}-``."""

from __future__ import annotations

import re

_VARIANT = re.compile(r"-\{(?:([^{}|]*)\|)?((?:[^{}]|\{\{[^{}]*\}\})*)\}-")
_FORM = re.compile(r"\s*(zh(?:-\w+)?)\s*:\s*([^;]*)")
# enough to tell in which of the two scripts a page is written
_SCRIPTS = ("国为会与对时这从", "國為會與對時這從")
# rules and titles, which a page does not show where they stand (MediaWiki, language conversion)
_HIDDEN = frozenset("HTD-")


def in_one_script(text: str) -> str:
    """Return a page with one form of what is written in several, that of its script."""
    if "-{" not in text:
        return text
    hans, hant = (sum(map(text.count, characters)) for characters in _SCRIPTS)
    wanted = ("zh-hans", "zh-cn") if hans > hant else ("zh-hant", "zh-tw", "zh-hk")

    def form(found: re.Match[str]) -> str:
        flags = {flag.strip().upper() for flag in (found[1] or "").split(";")}
        if flags & _HIDDEN:
            return ""
        forms = dict(_FORM.findall(found[2]))
        known = (forms[key] for key in (*wanted, "zh", *forms) if key in forms)
        return next(known, found[2]).strip()

    return _VARIANT.sub(form, text)
