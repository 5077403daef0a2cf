"""Presentation MathML as Office Math: fractions, roots, scripts, limits, fences and matrices.

Office Math is that of ISO/IEC 29500-1, section 22.1. What has no counterpart here makes no formula
at all, so that none is shown as another one: such a formula stands in one line, in its characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree
from markupsafe import Markup, escape

# elements that only group, or say how what they hold looks
_GROUPS = frozenset(("math", "mrow", "mstyle", "mpadded", "mtd"))
_TOKENS = frozenset(("mi", "mn", "mo", "mtext", "ms"))
_NOTHING = frozenset(("mspace", "none", "mprescripts", "annotation", "annotation-xml"))
# signs that stand over or under others as accents, and not as limits
_ACCENTS = frozenset("^~¯‾→⃗˙¨ˆ˜")
_SPACE = " \t\r\n"


class _UnknownFormulaError(Exception):
    """The formula has something that no Office Math is known for."""


def office_math(source: bytes) -> Markup | None:
    """Return what an ``oMath`` holds for a formula in MathML, or None where that is not sure."""
    try:
        return _of(etree.fromstring(source))
    except _UnknownFormulaError:
        return None


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _of(element: etree._Element) -> Markup:
    name, children = _name(element), _children(element)
    if name in _TOKENS:
        return _run(element)
    if name in _NOTHING:
        return Markup("")
    if name == "semantics" and children:
        return _of(children[0])
    if any((text or "").strip(_SPACE) for text in (element.text, *(c.tail for c in element))):
        # words that stand in no element of their own
        raise _UnknownFormulaError
    if name in _GROUPS or name == "msqrt":
        held = Markup("").join(map(_of, children))
        return _root(Markup(""), held) if name == "msqrt" else held
    if name == "mfenced":
        return _fenced(element, children)
    if name == "mtable":
        return _matrix(children)
    count, make = _BUILT.get(name, (0, None))
    if make is None or len(children) != count:
        raise _UnknownFormulaError
    return make(element, [_of(child) for child in children])


def _run(element: etree._Element) -> Markup:
    if _children(element):
        raise _UnknownFormulaError
    text = (element.text or "").strip(_SPACE)
    # words and the names of functions stand upright
    plain = _name(element) in ("mtext", "ms") or (_name(element) == "mi" and len(text) > 1)
    looks = Markup('<m:rPr><m:sty m:val="p"/></m:rPr>') if plain else Markup("")
    if not text:
        return Markup("")
    return Markup('<m:r>{}<m:t xml:space="preserve">{}</m:t></m:r>').format(looks, escape(text))


def _put(name: str, *parts: tuple[str, Markup], properties: str = "") -> Markup:
    held = Markup("").join(Markup(f"<m:{part}>{{}}</m:{part}>").format(text)
                           for part, text in parts)  # fmt: skip
    head = Markup(f"<m:{name}Pr>{properties}</m:{name}Pr>" if properties else "")
    return Markup(f"<m:{name}>{{}}{{}}</m:{name}>").format(head, held)


def _root(degree: Markup, held: Markup) -> Markup:
    hidden = Markup("") if degree else Markup('<m:degHide m:val="1"/>')
    return _put("rad", ("deg", degree), ("e", held), properties=hidden)


def _fraction(element: etree._Element, held: Sequence[Markup]) -> Markup:
    bare = element.get("linethickness", "1").startswith("0")
    kind = Markup('<m:type m:val="noBar"/>') if bare else Markup("")
    return _put("f", ("num", held[0]), ("den", held[1]), properties=kind)


def _over(element: etree._Element, held: Sequence[Markup]) -> Markup:
    sign = _sign(_children(element)[1])
    if sign in _ACCENTS:
        return _put("acc", ("e", held[0]), properties=Markup('<m:chr m:val="{}"/>').format(sign))
    return _put("limUpp", ("e", held[0]), ("lim", held[1]))


def _both(_: etree._Element, held: Sequence[Markup]) -> Markup:
    return _put("limUpp", ("e", _put("limLow", ("e", held[0]), ("lim", held[1]))), ("lim", held[2]))


def _sign(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip(_SPACE)


def _fenced(element: etree._Element, children: Sequence[etree._Element]) -> Markup:
    begin, end = element.get("open", "("), element.get("close", ")")
    between = (element.get("separators", ",").strip(_SPACE) or " ")[:1]
    marks = Markup('<m:begChr m:val="{}"/><m:sepChr m:val="{}"/><m:endChr m:val="{}"/>')
    held = [("e", _of(child)) for child in children] or [("e", Markup(""))]
    return _put("d", *held, properties=marks.format(begin, between, end))


def _matrix(rows: Sequence[etree._Element]) -> Markup:
    made = list[tuple[str, Markup]]()
    for row in rows:
        if _name(row) != "mtr":
            raise _UnknownFormulaError
        cells = (Markup("<m:e>{}</m:e>").format(_of(cell)) for cell in _children(row))
        made.append(("mr", Markup("").join(cells)))
    return _put("m", *made)


_Make = Callable[[etree._Element, Sequence[Markup]], Markup]
# elements that hold a certain number of others
_BUILT: dict[str, tuple[int, _Make]] = {
    "mfrac": (2, _fraction),
    "mroot": (2, lambda _, held: _root(held[1], held[0])),
    "msup": (2, lambda _, held: _put("sSup", ("e", held[0]), ("sup", held[1]))),
    "msub": (2, lambda _, held: _put("sSub", ("e", held[0]), ("sub", held[1]))),
    "msubsup": (
        3, lambda _, held: _put("sSubSup", ("e", held[0]), ("sub", held[1]), ("sup", held[2])),
    ),
    "mover": (2, _over),
    "munder": (2, lambda _, held: _put("limLow", ("e", held[0]), ("lim", held[1]))),
    "munderover": (3, _both),
}  # fmt: skip
