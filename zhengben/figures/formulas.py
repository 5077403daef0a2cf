"""Formulas: LaTeX becomes MathML, and MathML outlines in STIX Two Math, drawn by ziamath.

What is not sure to be drawn as it is meant (a command that nobody knows, a character that the face
lacks) is not drawn at all, and stands as its source. Colours and links of a formula are left out.
"""

from __future__ import annotations

import hashlib
import unicodedata
import warnings
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from zhengben.document.regex import regex

MATHML = "http://www.w3.org/1998/Math/MathML"
# longer ones are not drawn
_LONGEST, _DEEPEST, _MOST_ELEMENTS = 4000, 40, 3000
# units of an em in what is drawn
_EM = 1000
# what presentation MathML may hold here (MathML Core, 2 and 3)
_NAMES = (
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom mfenced msub "
    "msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd "
    "menclose semantics annotation"
)
ELEMENTS = frozenset(_NAMES.split())
_SAID = (
    "display displaystyle mathvariant open close separators fence stretchy form accent "
    "accentunder linethickness columnspan rowspan columnalign rowalign lspace rspace width "
    "height depth notation minsize maxsize symmetric largeop movablelimits scriptlevel "
    "separator"
)
_ATTRIBUTES = frozenset(_SAID.split())
# elements that hold a certain number of others
_HOLDS = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2,
          "munderover": 3}  # fmt: skip
_TOKENS = frozenset(("mi", "mn", "mo", "ms", "mtext"))
_PATH = regex(r"([MLQCZ])([^MLQCZ]*)")
_LENGTHS = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}


class Formula(Struct, frozen=True, dict=True):
    """A formula as it is drawn: operators of PDF in thousandths of an em from its base line.

    ``box`` are its edges there; the ink is whatever is chosen where it is drawn.
    """

    operators: bytes
    box: tuple[float, float, float, float]

    @cached_property
    def digest(self) -> str:
        """Return what the proof knows the outlines by."""
        return hashlib.sha256(self.operators).hexdigest()

    @property
    def width_em(self) -> float:
        """Return the width."""
        return (self.box[2] - self.box[0]) / _EM

    @property
    def ascent_em(self) -> float:
        """Return how far it reaches above the base line."""
        return self.box[3] / _EM

    @property
    def descent_em(self) -> float:
        """Return how far it reaches below the base line."""
        return -self.box[1] / _EM


@cache
def mathml_of(latex: str, *, alone: bool = False) -> str:
    """Return a formula in LaTeX as MathML, or an empty text where that is not sure.

    One that stands ``alone`` in its line is displayed.
    """
    from latex2mathml.converter import convert

    if len(latex) > _LONGEST:
        return ""
    try:
        root = ElementTree.fromstring(convert(latex, display="block" if alone else "inline"))
        plain = _plain(root, 0, [])
    except Exception:  # the converter has no one error of its own, and fails in many ways
        return ""
    if plain is None or any("\\" in (e.text or "") for e in plain.iter()):
        return ""
    return _written(plain)


def source_mathml(latex: str) -> str:
    """Return MathML that shows nothing but the source of a formula."""
    root = ElementTree.Element(f"{{{MATHML}}}math")
    ElementTree.SubElement(root, f"{{{MATHML}}}mtext").text = latex
    return _written(root)


def mathml_sha256(mathml: str) -> str:
    """Return the hash of a formula in MathML, in its canonical form (W3C C14N 2.0)."""
    said = ElementTree.canonicalize(mathml, rewrite_prefixes=True)
    return hashlib.sha256(said.encode()).hexdigest()


def draw(mathml: str) -> Formula | None:
    """Draw a formula in MathML; None where it is not sure to be drawn as it is meant."""
    try:
        plain = _plain(ElementTree.fromstring(mathml), 0, [])
        return _drawn(plain) if plain is not None else None
    except (ElementTree.ParseError, _UnsureError):
        return None


def _written(root: Any) -> str:
    """Write MathML in the one namespace that it is in, without prefixes."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{MATHML}}}")
    root.set("xmlns", MATHML)
    return ElementTree.tostring(root, encoding="unicode")


class _UnsureError(Exception):
    """It is not sure that a formula is drawn as it is meant."""


def _plain(element: Any, depth: int, met: list[None]) -> Any:
    """Return a copy with nothing but known elements and attributes, or None."""
    name = element.tag.removeprefix(f"{{{MATHML}}}")
    met.append(None)
    if len(element) != _HOLDS.get(name, len(element)):
        return None
    if name not in ELEMENTS or depth > _DEEPEST or len(met) > _MOST_ELEMENTS:
        return None
    if name == "semantics" and len(element):
        return _plain(element[0], depth + 1, met)
    kept = {k: v for k, v in element.attrib.items() if k in _ATTRIBUTES}
    # ziamath takes a style that says nothing for the beginning of another element
    name = "mrow" if name == "mstyle" and not kept else name
    made = ElementTree.Element(f"{{{MATHML}}}{name}", kept)
    made.text = element.text if name in _TOKENS else None
    for child in element:
        inner = _plain(child, depth + 1, met)
        if inner is None or (child.tail or "").strip():
            return None
        made.append(inner)
    return made


def _drawn(root: Any) -> Formula:
    said = ElementTree.tostring(root, encoding="unicode")
    with warnings.catch_warnings():
        # it warns of its own habits
        warnings.simplefilter("ignore")
        from ziafont.config import config
        from ziamath.zmath import Math

        config.svg2, config.precision = False, 3
        try:
            formula = Math(said, size=_EM, margin=0)
            face = formula.font
            texts = "".join(e.text or "" for e in root.iter())
            if not all(_is_blank(c) or face.glyphindex(c) for c in texts):
                raise _UnsureError
            box, svg = formula.node.bbox, formula.svgxml()
        except _UnsureError:
            raise
        except Exception:  # what it fails with is not told anywhere
            raise _UnsureError from None
    operators = " ".join(part for element in list(svg) for part in _operators(element))
    edges = tuple(round(float(n), 3) for n in (box.xmin, box.ymin, box.xmax, box.ymax))
    if not operators or not all(abs(n) < _EM * 1000 for n in edges):
        raise _UnsureError
    return Formula(operators.encode(), (edges[0], edges[1], edges[2], edges[3]))


def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Zs")


def _operators(element: Any) -> Iterator[str]:
    """Yield the operators of a piece of SVG, whose heights grow downwards."""
    name = element.tag.rpartition("}")[2]
    if element.get("fill", "black") != "black" or element.get("stroke"):
        raise _UnsureError
    if name == "rect":
        x, y, width, height = (float(element.get(k)) for k in ("x", "y", "width", "height"))
        yield f"{_n(x)} {_n(-y - height)} {_n(width)} {_n(height)} re f"
        return
    if name != "path" or element.get("transform"):
        raise _UnsureError
    at = (0.0, 0.0)
    for command, text in _PATH.findall(element.get("d", "")):
        values = [float(v) for v in text.replace(",", " ").split()]
        if len(values) != _LENGTHS[command]:
            raise _UnsureError
        points = [(values[n], -values[n + 1]) for n in range(0, len(values), 2)]
        if command == "Q":
            # a curve of one handle as one of two
            (a, b), end = points
            handles = [(p[0] + 2 / 3 * (a - p[0]), p[1] + 2 / 3 * (b - p[1])) for p in (at, end)]
            points = [*handles, end]
        told = " ".join(f"{_n(x)} {_n(y)}" for x, y in points)
        yield f"{told} {_PDF[command]}".strip()
        at = points[-1] if points else at
    yield "f"


_PDF = {"M": "m", "L": "l", "Q": "c", "C": "c", "Z": "h"}


def _n(value: float) -> str:
    short = round(value, 2)
    return str(int(short)) if short == int(short) else repr(short)
