"""Judges how an SVG says that it looks: what not every program heeds would be drawn otherwise.

resvg knows CSS as far as it stands in attributes of SVG 1.1: it passes over selectors, functions
and properties of later standards without a word, and leaves black, unmoved or whole what they would
colour, move or cut. So these are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zhengben.document.regex import regex

_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
_RULE = regex(r"([^{}]*)\{([^{}]*)\}")
# all that resvg knows of selectors beside names, classes, identifiers and attributes
_SELECTOR = regex(r"~(?!=)|:(?!first-child\b)[\w:-]+")
_ATTRIBUTE = regex(r"\[[^\]]*\]")
_FUNCTIONS = regex(
    r"\b(var|calc|env|min|max|clamp|attr|color-mix|color|lab|lch|oklab|oklch|hwb|light-dark)\("
    r"|\b(rgba?|hsla?)\([^()]*/", re.IGNORECASE,
)  # fmt: skip
# in a style, these do nothing there; as attributes they do
_NAMES = "x y width height cx cy r rx ry d transform translate rotate scale"
_PLACES = frozenset(_NAMES.split())
_MOVES = regex(r"(?:-\w+-)?(?:animation|transition|offset)\b.*")
_NONE = ("none", "")
# presentation attributes that may say such a thing too
_SHOWN = ("filter", "clip-path", "mask", "vector-effect")


def strange_look(element: etree._Element) -> str:
    """Return what of the look of an element is not drawn everywhere alike, or nothing."""
    if etree.QName(element).localname == "style":
        return _of_sheet(element)
    if element.get("systemLanguage") is not None:
        return "systemLanguage"
    own = {str(k): str(v) for k, v in element.attrib.items() if not str(k).startswith("{")}
    said = [(key, own[key]) for key in _SHOWN if key in own]
    for key, value in own.items():
        if found := _FUNCTIONS.search(value):
            return found[0]
        if key == "style":
            declared = list(_declarations(value))
            if placed := next((k for k, v in declared if k in _PLACES and v not in _NONE), ""):
                return placed
            said += declared
    return next(filter(None, (_of_declaration(key, value) for key, value in said)), "")


def _of_sheet(element: etree._Element) -> str:
    sheet = _COMMENT.sub(" ", "".join(map(str, element.itertext())))
    if element.get("media", "all").strip().lower() not in ("all", ""):
        return "media"
    if at := re.search(r"@[\w-]+", sheet):
        return at[0]
    if "{" in _RULE.sub("", sheet):
        return "a rule within a rule"
    for selector, body in _RULE.findall(sheet):
        if found := _SELECTOR.search(_ATTRIBUTE.sub("", selector)):
            return found[0]
        if function := _FUNCTIONS.search(body):
            return function[0]
        for key, value in _declarations(body):
            if key in _PLACES and value not in _NONE:
                return key
            if told := _of_declaration(key, value):
                return told
    return ""


def _declarations(body: str) -> Iterator[tuple[str, str]]:
    for declaration in _COMMENT.sub(" ", body).split(";"):
        key, _, value = declaration.partition(":")
        yield key.strip().lower(), value.replace("!important", "").strip().lower()


def _of_declaration(key: str, value: str) -> str:
    """Return the name of a property whose value is an effect, moves, or is not known everywhere."""
    cut = key in ("clip-path", "mask") and not value.startswith("url(")
    if value in _NONE:
        return ""
    strange = key in ("filter", "backdrop-filter", "vector-effect") or cut
    return key if strange or _MOVES.fullmatch(key) else ""
