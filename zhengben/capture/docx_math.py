"""Writes Word's formulas (OMML) as LaTeX where they are of the common elements."""

from __future__ import annotations

import re

from lxml import etree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPECIAL = re.compile(r"[#$%&_{}]")
# the operators of “nary” (ECMA-376, 22.1.2.70) that LaTeX names
_OPERATORS = {
    "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint", "∑": r"\sum", "∏": r"\prod",
    "∐": r"\coprod", "⋃": r"\bigcup", "⋂": r"\bigcap",
}  # fmt: skip
_FENCES = {"{": r"\{", "}": r"\}", "⟨": r"\langle", "⟩": r"\rangle", "": "."}
_PROPERTIES = re.compile(r".*Pr|bookmark(?:Start|End)|proofErr")


class _UnknownError(Exception):
    """An element is none of the common ones."""


def latex_of(formula: etree._Element) -> str:
    """Return an ``m:oMath`` as LaTeX, or an empty text where it holds any other element.

    The elements are those of ECMA-376, 22.1: r, sSup, sSub, sSubSup, f, rad, d, nary.
    """
    try:
        return " ".join(_all(formula).split())
    except _UnknownError:
        return ""


def _all(holder: etree._Element) -> str:
    if (holder.text or "").strip():
        raise _UnknownError
    parts = list[str]()
    for element in holder:
        if not isinstance(element.tag, str) or (element.tail or "").strip():
            raise _UnknownError
        if not _PROPERTIES.fullmatch(etree.QName(element).localname):
            parts.append(_one(element))
    return "".join(parts)


def _one(element: etree._Element) -> str:
    match str(element.tag).removeprefix(M):
        case "r":
            return _run(element)
        case "sSup":
            return f"{_part(element, 'e')}^{_part(element, 'sup')}"
        case "sSub":
            return f"{_part(element, 'e')}_{_part(element, 'sub')}"
        case "sSubSup":
            return f"{_part(element, 'e')}_{_part(element, 'sub')}^{_part(element, 'sup')}"
        case "f" if _property(element, "type", "bar") == "bar":
            return rf"\frac{_part(element, 'num')}{_part(element, 'den')}"
        case "rad":
            degree = element.find(f"{M}deg")
            said = _all(degree) if degree is not None else ""
            return rf"\sqrt{f'[{said}]' if said else ''}{_part(element, 'e')}"
        case "d":
            return _fenced(element)
        case "nary":
            return _operator(element)
    raise _UnknownError


def _run(run: etree._Element) -> str:
    said = list[str]()
    for piece in run:
        if piece.tag == f"{M}t" and not len(piece):
            said.append(piece.text or "")
        elif not _PROPERTIES.fullmatch(etree.QName(piece).localname):
            raise _UnknownError
    text = "".join(said)
    # what these mean in a formula depends on where they stand
    if any(character in text for character in "\\^~"):
        raise _UnknownError
    return _SPECIAL.sub(r"\\\g<0>", text)


def _part(element: etree._Element, name: str) -> str:
    part = element.find(f"{M}{name}")
    if part is None:
        raise _UnknownError
    return f"{{{_all(part)}}}"


def _property(element: etree._Element, name: str, default: str) -> str:
    found = element.find(f"{M}{etree.QName(element).localname}Pr/{M}{name}")
    return default if found is None else found.get(f"{M}val") or ""


def _fenced(element: etree._Element) -> str:
    before, after = _property(element, "begChr", "("), _property(element, "endChr", ")")
    between = _property(element, "sepChr", "|")
    if any(len(c) > 1 or c in ("\\", "^", "~") for c in (before, after, between)):
        raise _UnknownError
    inner = between.join(_all(part) for part in element.findall(f"{M}e"))
    return rf"\left{_FENCES.get(before, before)} {inner} \right{_FENCES.get(after, after)} "


def _operator(element: etree._Element) -> str:
    operator = _OPERATORS.get(_property(element, "chr", "∫"))
    if operator is None:
        raise _UnknownError
    for name, sign in (("sub", "_"), ("sup", "^")):
        part = element.find(f"{M}{name}")
        said = _all(part) if part is not None else ""
        operator += f"{sign}{{{said}}}" if said else ""
    return f"{operator} {_part(element, 'e')}"
