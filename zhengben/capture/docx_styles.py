"""Resolves the styles of a Word file: what a paragraph or a run says through its style."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lxml import etree

from zhengben.capture.docx_numbering import Numbering, W, number_of, value_of

# Word itself allows no longer chain of styles based on one another
_LONGEST_CHAIN = 20
_ALIGNED = {"right": "right", "end": "right", "center": "center"}
_OFF = ("0", "false", "off", "none")
# styles whose paragraphs say what a figure or a table is, as Word and WPS name them
_CAPTIONS = ("caption", "题注", "題注", "表题", "表題", "图题", "圖題")
# links are underlined as links are
_LINKS = ("hyperlink", "followedhyperlink")


def run_properties(holder: etree._Element | None) -> dict[str, str]:
    """Return the properties of a run by name; an empty text is a property without a value."""
    if holder is None:
        return {}
    found = {str(p.tag).removeprefix(W): value_of(p) for p in holder}
    fonts = holder.find(f"{W}rFonts")
    if fonts is not None:
        found["rFonts"] = value_of(fonts, "ascii")
    return found


def says(properties: dict[str, str], name: str) -> bool:
    """Tell whether a property is there and not switched off."""
    return name in properties and properties[name] not in _OFF


class Style(NamedTuple):
    """What a style says, itself or through those it is based on.

    A paragraph of one that ``captions`` says what a figure or a table is.
    ``level`` is that of a heading, 1 for a title's and 0 for text; ``list`` the list and the level
    that number its paragraphs.
    """

    level: int = 0
    align: str = ""
    list: tuple[str, str] | None = None
    run: Mapping[str, str] = MappingProxyType({})
    captions: bool = False


class Styles:
    """The styles of a file by their identifiers, each resolved when it is first used."""

    def __init__(self, root: etree._Element | None, numbering: Numbering) -> None:
        self._numbering = numbering
        self._styles = {s.get(f"{W}styleId") or "": s for s in (
            root.iter(f"{W}style") if root is not None else ())}  # fmt: skip
        self._resolved = dict[str, Style]()

    def __getitem__(self, key: str) -> Style:
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, key: str) -> Style:
        chain = self._chain(key)
        if not chain:
            return Style()
        said = (value_of(style.find(f"{W}pPr/{W}jc")) for _, style in chain)
        run = dict[str, str]()
        for _, style in reversed(chain):
            run |= run_properties(style.find(f"{W}rPr"))
        if value_of(chain[0][1].find(f"{W}name")).lower().replace(" ", "") in _LINKS:
            run.pop("u", None)
        return Style(
            _heading(chain),
            aligned(next(filter(None, said), "")),
            _numbers(chain, self._numbering),
            MappingProxyType(run),
            any(value_of(s.find(f"{W}name")).lower() in _CAPTIONS for _, s in chain),
        )

    def _chain(self, key: str) -> list[tuple[str, etree._Element]]:
        """Return a style and those it is based on, nearest first."""
        chain = list[tuple[str, etree._Element]]()
        while key in self._styles and len(chain) < _LONGEST_CHAIN:
            style = self._styles[key]
            chain.append((key, style))
            key = value_of(style.find(f"{W}basedOn"))
        return chain


def aligned(said: str) -> str:
    """Return where a paragraph stands: “right”, “center” or an empty text."""
    return _ALIGNED.get(said, "")


def outline(properties: etree._Element | None) -> int | None:
    """Return the level of a heading that an outline level stands for: 0 for text, None unsaid."""
    said = value_of(properties.find(f"{W}outlineLvl")) if properties is not None else ""
    level = number_of(said, 9)
    return None if not said else level + 2 if level < 9 else 0


def _heading(chain: list[tuple[str, etree._Element]]) -> int:
    """Return the level of a heading style, 1 for a title's and 0 for any other."""
    for _, style in chain:
        name = value_of(style.find(f"{W}name")).lower()
        if re.fullmatch(r"heading [1-9]", name):
            return int(name[8:]) + 1
        if name == "title":
            return 1
        if (level := outline(style.find(f"{W}pPr"))) is not None:
            return level
    return 0


def _numbers(
    chain: list[tuple[str, etree._Element]], numbering: Numbering
) -> tuple[str, str] | None:
    """Return the list and the level of a style that numbers its paragraphs.

    A style says its list, itself or through the one it is based on; the level stands there or in
    the list, which names the style (ECMA-376, 17.9.23).
    """
    for key, style in chain:
        numbers = style.find(f"{W}pPr/{W}numPr")
        if numbers is not None:
            number = value_of(numbers.find(f"{W}numId"))
            level = value_of(numbers.find(f"{W}ilvl")) or numbering.level_of(number, key)
            return number, level or "0"
    return None
