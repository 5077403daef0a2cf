"""Writes the formulas of Word files as LaTeX."""

from __future__ import annotations

from lxml import etree

from zhengben.document.regex import regex

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPECIAL = {"\\": r"\backslash ", "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&",
            "_": r"\_", "$": r"\$", "^": r"\hat{\ }", "~": r"\sim "}  # fmt: skip
_LARGE = {"∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint", "∭": r"\iiint",
          "∮": r"\oint", "⋃": r"\bigcup", "⋂": r"\bigcap"}  # fmt: skip
_ACCENTS = {"\u0302": r"\hat", "\u0303": r"\tilde", "\u0304": r"\bar", "\u0305": r"\overline",
            "\u0307": r"\dot", "\u0308": r"\ddot", "\u20d7": r"\vec"}  # fmt: skip
_HAN = regex(r"[\u2e80-\u9fff\uff00-\uffef]+")
_NEXT = r" \\ "
# by element, the parts it has in order and what is written for them
_FORMS = {
    "sSup": (("e", "sup"), "{%s}^{%s}"),
    "sSub": (("e", "sub"), "{%s}_{%s}"),
    "sSubSup": (("e", "sub", "sup"), "{%s}_{%s}^{%s}"),
    "sPre": (("sub", "sup", "e"), "{}_{%s}^{%s}{%s}"),
    "func": (("fName", "e"), "%s{%s}"),
    "limLow": (("lim", "e"), r"\underset{%s}{%s}"),
    "limUpp": (("lim", "e"), r"\overset{%s}{%s}"),
    "bar": (("e",), r"\overline{%s}"),
    "box": (("e",), "%s"),
    "borderBox": (("e",), r"\boxed{%s}"),
}


class _UnknownError(Exception):
    """Something in a formula is unknown here."""


def latex(formula: etree._Element) -> str | None:
    """Return a formula as LaTeX, empty where it says nothing; None for one that is unknown here."""
    try:
        return _inside(formula).strip()
    except _UnknownError:
        return None


def _inside(holder: etree._Element | None) -> str:
    return "".join(map(_written, holder)) if holder is not None else ""


def _part(element: etree._Element, name: str) -> str:
    return _inside(element.find(f"{M}{name}"))


def _value(element: etree._Element, path: str, default: str) -> str:
    found = element.find("/".join(f"{M}{step}" for step in path.split("/")))
    said = None if found is None else found.get(f"{M}val")
    return default if said is None else said


def _written(element: etree._Element) -> str:
    tag = str(element.tag)
    name = tag.removeprefix(M)
    if tag.endswith("Pr") or tag.startswith(f"{_W}bookmark") or tag == f"{_W}proofErr":
        return ""
    if name == "r":
        return _run(element)
    if name in ("oMath", "oMathPara", "e", "num", "den", "sup", "sub", "deg", "lim", "fName"):
        return _inside(element)
    if name in _FORMS:
        parts, form = _FORMS[name]
        return form % tuple(_part(element, part) for part in parts)
    return _larger(element, name)


def _larger(element: etree._Element, name: str) -> str:
    """Write what has properties of its own: fractions, roots, brackets, sums, matrices."""
    if name == "f":
        above, below = _part(element, "num"), _part(element, "den")
        plain = _value(element, "fPr/type", "bar") in ("lin", "skw")
        return f"{{{above}}}/{{{below}}}" if plain else rf"\frac{{{above}}}{{{below}}}"
    if name == "rad":
        degree = _part(element, "deg")
        return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e')}}}"
    if name == "d":
        begin, end = _value(element, "dPr/begChr", "("), _value(element, "dPr/endChr", ")")
        between = _text(_value(element, "dPr/sepChr", "|"))
        inside = between.join(_inside(e) for e in element.findall(f"{M}e"))
        return rf"\left{_text(begin) or '.'}{inside}\right{_text(end) or '.'}"
    if name == "nary":
        sign = _value(element, "naryPr/chr", "∫")
        low, high = _part(element, "sub"), _part(element, "sup")
        bounds = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
        return f"{_LARGE.get(sign, sign)}{bounds}{{{_part(element, 'e')}}}"
    if name == "acc" and (accent := _ACCENTS.get(_value(element, "accPr/chr", "\u0302"))):
        return f"{accent}{{{_part(element, 'e')}}}"
    if name == "m":
        rows = [" & ".join(map(_inside, row.findall(f"{M}e"))) for row in element.findall(f"{M}mr")]
        return rf"\begin{{matrix}}{_NEXT.join(rows)}\end{{matrix}}"
    if name == "eqArr":
        rows = [_inside(e) for e in element.findall(f"{M}e")]
        return rf"\begin{{aligned}}{_NEXT.join(rows)}\end{{aligned}}"
    raise _UnknownError


def _run(run: etree._Element) -> str:
    text = ""
    for piece in run:
        if piece.tag in (f"{M}t", f"{_W}t"):
            text += _text(piece.text or "")
        elif piece.tag not in (f"{M}rPr", f"{_W}rPr"):
            raise _UnknownError
    return text


def _text(text: str) -> str:
    """Write text so that LaTeX shows it: its special characters escaped, Han as text."""
    text = "".join(_SPECIAL.get(character, character) for character in " ".join(text.split()))
    return _HAN.sub(lambda found: rf"\text{{{found[0]}}}", text)
