"""Draws SVG of strangers as points: by resvg, which asks for no file, no network and no script.

What it would leave out, or another program draw otherwise, is refused before: scripts, links, what
moves, effects, pictures in the picture, references to anything outside. Words are drawn as outlines
in the faces of the press, and are never text of the document.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree

from zhengben.document.regex import regex
from zhengben.figures.pictures import LONGEST_SIDE, MOST_POINTS, PictureError
from zhengben.figures.svg_looks import strange_look

PPI = 300
# SVG counts 96 points of its own an inch
_PER_INCH = 96
_SVG, _XLINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_MOST_ELEMENTS, _DEEPEST = 100_000, 100
_NAMES = (
    "svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath "
    "title desc style metadata clipPath mask pattern linearGradient radialGradient stop marker "
    "switch view"
)
_ELEMENTS = frozenset(_NAMES.split())
_WHY = {
    "script": "a script", "foreignObject": "a page of another kind", "a": "a link",
    "image": "a picture in the picture", "animate": "what moves", "set": "what moves",
    "animateMotion": "what moves", "animateTransform": "what moves", "filter": "an effect",
}  # fmt: skip
# what leads anywhere but to a part of the same file
_OUTSIDE = regex(r"@import|url\(\s*['\"]?\s*(?!['\"#\s])|javascript:|expression\(", re.I)
_SCRIPTS, _STYLES = ("zh-Hant", "zh-Hans"), ("serif", "sans")


def named() -> str:
    """Return the name of the conversion."""
    import resvg_py

    return f"drawn by resvg {resvg_py.__resvg_version__} at {PPI} points an inch, on white"


@cache
def _fonts() -> tuple[tuple[str, ...], dict[str, dict[str, Any]], dict[str, frozenset[str]]]:
    """Return the files of the faces that words are set in, and their families by script.

    Behind them stands what the first face of each script shows, and under no name what all show.
    """
    from zhengben.design.faces import chain_for, face_for
    from zhengben.fonts.subset import covered_characters

    chains = [chain_for(style, script)[:3] for script in _SCRIPTS for style in _STYLES]
    paths = tuple(dict.fromkeys(face.path for chain in chains for face in chain))
    families, shown = dict[str, dict[str, Any]](), dict[str, frozenset[str]]()
    for script in _SCRIPTS:
        serif, sans = (face_for(style, script).family for style in _STYLES)
        families[script] = {
            "serif_family": serif, "sans_serif_family": sans, "monospace_family": sans,
            "cursive_family": serif, "fantasy_family": serif, "font_family": sans,
        }  # fmt: skip
        shown[script] = frozenset(covered_characters(face_for(_STYLES[1], script).path))
    shown[""] = frozenset[str]().union(*map(covered_characters, paths))
    return tuple(map(str, paths)), families, shown


def _script_of(words: str, shown: dict[str, frozenset[str]]) -> str:
    """Return the script whose first face has all words, so that they are of one face."""
    return next((script for script in _SCRIPTS if set(words) <= shown[script]), _SCRIPTS[0])


def _words(root: etree._Element) -> str:
    """Return what is written in a drawing."""
    texts = root.iter(f"{{{_SVG}}}text")
    return "".join("".join(map(str, text.itertext())) for text in texts)


def points_of(data: bytes) -> bytes:
    """Return a drawing as PNG; raise PictureError for what is refused."""
    import resvg_py

    root = _read(data)
    width, height = _size(root)
    scale = PPI / _PER_INCH
    most = max(width, height) * scale, width * height * scale * scale
    if most[0] > LONGEST_SIDE or most[1] > MOST_POINTS:
        raise PictureError("is larger than any page; give its root a smaller width and height.")
    files, families = tuple[str, ...](), dict[str, Any]()
    if words := "".join(_words(root).split()):
        files, by_script, shown = _fonts()
        families = by_script[_script_of(words, shown)]
        if lacking := sorted(set(words) - shown[""]):
            told = f"{lacking[0]} (U+{ord(lacking[0]):04X})"
            raise PictureError(f"has a character that no face of the press has, {told}; turn its "
                               "words into paths.")  # fmt: skip
    try:
        drawn: bytes = resvg_py.svg_to_bytes(
            svg_string=etree.tostring(root, encoding="unicode"), background="#ffffff",
            # without it 20mm would be nothing
            dpi=_PER_INCH, skip_system_fonts=True, font_files=list(files), zoom=scale, **families,
        )  # fmt: skip
    except ValueError as error:
        raise PictureError(f"cannot be drawn ({error}); save it anew.") from None
    return bytes(drawn)


def _read(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise PictureError("has a document type, which may hold entities; remove it.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise PictureError("is not well-formed XML; mend it.") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise PictureError("is no SVG, whose root is “svg” in its namespace.")
    ids, elements = dict[str, etree._Element](), list(root.iter())
    if len(elements) > _MOST_ELEMENTS:
        raise PictureError(f"has more than {_MOST_ELEMENTS} elements; make it simpler.")
    for element in elements:
        _judge(element)
        if name := element.get("id"):
            ids.setdefault(name, element)
    _count(root, ids, {}, 0)
    return root


def _judge(element: etree._Element) -> None:
    """Refuse an element that runs, moves, or leads out of the file."""
    if not isinstance(element.tag, str):
        if element.tag is etree.ProcessingInstruction:
            raise PictureError("has an instruction to a program; remove it.")
        return
    name = etree.QName(element)
    line = f"line {element.sourceline}"
    if name.namespace == _SVG and name.localname not in _ELEMENTS:
        what = _WHY.get(name.localname, "a part that is drawn otherwise by each viewer")
        raise PictureError(f"has {what} (“{name.localname}”, {line}); take it out.")
    for key, value in element.attrib.items():
        short = etree.QName(key).localname
        leads = key in ("href", _XLINK, "src") and not str(value).startswith("#")
        if name.namespace == _SVG and short.lower().startswith("on"):
            raise PictureError(f"has a script (“{short}”, {line}); take it out.")
        if name.namespace == _SVG and (leads or _OUTSIDE.search(str(value))):
            raise PictureError(f"asks for something outside itself (“{short}”, {line}); take it "
                               "out.")  # fmt: skip
    if name.localname == "style" and _OUTSIDE.search("".join(map(str, element.itertext()))):
        raise PictureError(f"asks for something outside itself (“style”, {line}); take it out.")
    if name.namespace == _SVG and (look := strange_look(element)):
        raise PictureError(f"says how it looks in a way that not every program heeds (“{look}”, "
                           f"{line}); save it with plain attributes.")  # fmt: skip


def _count(
    element: etree._Element,
    ids: dict[str, etree._Element],
    known: dict[etree._Element, int],
    depth: int,
) -> int:
    """Return how many elements are drawn for one, what it uses again counted each time."""
    if depth > _DEEPEST:
        raise PictureError(f"is nested, or uses its parts, more than {_DEEPEST} deep; flatten it.")
    if element not in known:
        count = 1 + sum(_count(e, ids, known, depth + 1) for e in element)
        target = element.get("href") or element.get(_XLINK) or ""
        used = ids.get(target.removeprefix("#")) if element.tag == f"{{{_SVG}}}use" else None
        count += _count(used, ids, known, depth + 1) if used is not None else 0
        known[element] = count
        if count > _MOST_ELEMENTS:
            raise PictureError(f"draws more than {_MOST_ELEMENTS} elements; make it simpler.")
    return known[element]


_UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = regex(r"\s*(\d{1,7}(?:\.\d{1,6})?)\s*(px|pt|mm|cm|in|)\s*")


def _size(root: etree._Element) -> tuple[float, float]:
    """Return width and height in the points of SVG; those of the view where none are said."""
    found = [_LENGTH.fullmatch(root.get(side) or "") for side in ("width", "height")]
    sides = [float(m[1]) * _UNITS[m[2]] for m in found if m]
    if len(sides) < 2:
        view = (root.get("viewBox") or "").replace(",", " ").split()
        try:
            sides = [float(n) for n in view[2:4]]
        except ValueError:
            sides = []
    if len(sides) != 2 or not all(1 <= side <= LONGEST_SIDE for side in sides):
        raise PictureError("does not say how large it is; give its root width and height.")
    root.set("width", f"{sides[0]:g}")
    root.set("height", f"{sides[1]:g}")
    return sides[0], sides[1]
