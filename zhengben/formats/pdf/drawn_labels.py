"""The labels of the author's notes as each page counts them, in the place of those of the text."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from msgspec.structs import replace

from zhengben.formats.pdf.engine import Stretch
from zhengben.linebreaking import Fragment


def shown_on_page(fragments: Sequence[Fragment], label: str) -> tuple[Fragment, ...]:
    """Return the fragments of a label whose marked part, as a raised figure, shows another."""
    return tuple(replace(f, text=label) if f.marks else f for f in fragments)


def standing_for(made: list[Stretch], fragments: Sequence[Fragment], text: str) -> list[Stretch]:
    """Say, within the marks of a label, which part of the ``text`` that of the page stands for."""
    at = next(place for place, f in enumerate(fragments) if f.marks)
    before = sum(len(f.text) for f in fragments[:at])
    behind = sum(len(f.text) for f in fragments[at + 1 :])
    around = made[at].node
    assert around is not None
    node = label_element(around, text[before : len(text) - behind])
    return [*made[:at], replace(made[at], node=node), *made[at + 1 :]]


def label_element(within: Element, text: str) -> Element:
    """Begin the element of a label of a page, which stands for a ``text``."""
    return SubElement(within, "span", {"data-tag": "Mark-label", "data-title": text})
