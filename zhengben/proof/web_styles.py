"""Tells rules of style that no sheet of the press has: what could hide, move or add text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.regex import regex
from zhengben.proof.extraction import shown
from zhengben.proof.page_grammar import (
    BESIDE_UNSHOWN,
    PAGE_FREE,
    PAGE_PROPERTIES,
    PAGE_PSEUDO,
    PAGE_UNSHOWN,
)
from zhengben.proof.web_grammar import (
    AT_RULES,
    FREE,
    MARKING,
    PREFIXES,
    PROPERTIES,
    PSEUDO,
    UNMARKED,
    UNSHOWN,
)

_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
# the one text of a sheet: the joiner that keeps an author's call at the word before it
_JOINER = regex(r'\.author-call::before\s*\{\s*content:\s*"\\2060";\s*\}')
_FONT_DATA = regex(r"data:font/woff2;base64,[A-Za-z0-9+/]+=*")
_PSEUDO = regex(r"::?[a-z-]+")


class _Table(Struct, frozen=True):
    """What rules of style may say."""

    properties: Mapping[str, str]
    free: frozenset[str]
    pseudo: frozenset[str]
    unshown: frozenset[str]


_BOOKS = _Table(PROPERTIES, FREE, PSEUDO, UNSHOWN)
_PAGES = _Table(PAGE_PROPERTIES, FREE | PAGE_FREE, PSEUDO | PAGE_PSEUDO, UNSHOWN | PAGE_UNSHOWN)
_BESIDE = replace(_PAGES, unshown=UNSHOWN | BESIDE_UNSHOWN)


def strange_sheet(sheet: str) -> Iterator[str]:
    """Yield a sentence for each rule that is not in the table of books and collations."""
    yield from _strange(_COMMENT.sub("", sheet), _BOOKS)


def strange_page_sheet(sheet: str, *, beside: bool = False) -> Iterator[str]:
    """Yield a sentence for each rule that is not in the table of documents' web pages.

    ``beside`` is a page of texts beside one another.
    """
    # fonts are looked at by what they draw
    table = _BESIDE if beside else _PAGES
    yield from _strange(_COMMENT.sub("", _FONT_DATA.sub("data:font/woff2,", sheet)), table)


def _strange(sheet: str, table: _Table) -> Iterator[str]:
    rules = _JOINER.sub("", sheet)
    if "\\" in rules or "<" in rules:
        yield "a sheet has characters that no sheet has"
    for selector, block in _blocks(rules):
        if selector.startswith("@"):
            if not re.fullmatch(AT_RULES, " ".join(selector.split())):
                yield f"a sheet has a rule {shown(selector)}"
            if selector != "@font-face":
                yield from _strange(block, table)
                continue
        elif strange := [p for p in _PSEUDO.findall(selector) if p not in table.pseudo]:
            yield f"a sheet chooses with {strange[0]}"
        yield from _declarations(selector, block, table)


def _blocks(rules: str) -> Iterator[tuple[str, str]]:
    """Yield selectors with what stands in their braces; what has no braces has none either."""
    at = 0
    while at < len(rules):
        opens = rules.find("{", at)
        if opens < 0:
            if rest := rules[at:].strip():
                yield f"@{rest.removeprefix('@')}", ""
            return
        depth, end = 1, opens + 1
        while depth and end < len(rules):
            depth += {"{": 1, "}": -1}.get(rules[end], 0)
            end += 1
        yield rules[at:opens].strip(), rules[opens + 1 : end - 1]
        at = end


def _marks(name: str, value: str) -> bool:
    """Say whether a declaration marks or squeezes words."""
    still = value in UNMARKED or (name == "line-height" and value != "0")
    return name in MARKING and not still


def _declarations(selector: str, block: str, table: _Table) -> Iterator[str]:
    for declaration in block.split(";"):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if not name and not colon:
            continue
        for prefix in PREFIXES:
            name = name.removeprefix(prefix)
        value = " ".join(value.split())
        if _marks(name, value) and not all(
            re.fullmatch(MARKING[name], chosen.split()[-1]) for chosen in selector.split(",")
        ):
            yield f"a sheet marks {shown(selector)} by {name}"
        if name == "display" and value == "none" and selector not in table.unshown:
            yield f"a sheet hides {shown(selector)}"
        elif name in table.free:
            if "url(" in value or "var(" in value.replace("var(--hair)", ""):
                yield f"a sheet sets {name} to {shown(value)}"
        elif name not in table.properties:
            yield f"a sheet sets {shown(name)}, which none sets"
        elif not re.fullmatch(table.properties[name], value):
            yield f"a sheet sets {name} to {shown(value)}"
