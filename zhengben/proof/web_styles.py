"""Tells rules of style that no sheet of the press has: what could hide, move or add text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengben.proof.extraction import shown
from zhengben.proof.web_grammar import AT_RULES, FREE, PREFIXES, PROPERTIES, PSEUDO, UNSHOWN

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# the one text of a sheet: the joiner that keeps an author's call at the word before it
_JOINER = re.compile(r'\.author-call::before\s*\{\s*content:\s*"\\2060";\s*\}')
_PSEUDO = re.compile(r"::?[a-z-]+")


def strange_sheet(sheet: str) -> Iterator[str]:
    """Yield a sentence for each rule that is not in the table."""
    rules = _JOINER.sub("", _COMMENT.sub("", sheet))
    if "\\" in rules or "<" in rules:
        yield "a sheet has characters that no sheet has"
    for selector, block in _blocks(rules):
        if selector.startswith("@"):
            if not re.fullmatch(AT_RULES, " ".join(selector.split())):
                yield f"a sheet has a rule {shown(selector)}"
            if selector != "@font-face":
                yield from strange_sheet(block)
                continue
        elif strange := [p for p in _PSEUDO.findall(selector) if p not in PSEUDO]:
            yield f"a sheet chooses with {strange[0]}"
        yield from _declarations(selector, block)


def _blocks(rules: str) -> Iterator[tuple[str, str]]:
    """Yield selectors with what stands in their braces; what has no braces has none either."""
    at = 0
    while at < len(rules):
        opens = rules.find("{", at)
        if opens < 0:
            if rules[at:].strip():
                yield f"@{rules[at:].strip()}", ""
            return
        depth, end = 1, opens + 1
        while depth and end < len(rules):
            depth += {"{": 1, "}": -1}.get(rules[end], 0)
            end += 1
        yield rules[at:opens].strip(), rules[opens + 1 : end - 1]
        at = end


def _declarations(selector: str, block: str) -> Iterator[str]:
    for declaration in block.split(";"):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if not name and not colon:
            continue
        for prefix in PREFIXES:
            name = name.removeprefix(prefix)
        value = " ".join(value.split())
        if name == "display" and value == "none" and selector not in UNSHOWN:
            yield f"a sheet hides {shown(selector)}"
        elif name in FREE:
            if "url(" in value or "var(" in value.replace("var(--hair)", ""):
                yield f"a sheet sets {name} to {shown(value)}"
        elif name not in PROPERTIES:
            yield f"a sheet sets {shown(name)}, which none sets"
        elif not re.fullmatch(PROPERTIES[name], value):
            yield f"a sheet sets {name} to {shown(value)}"
