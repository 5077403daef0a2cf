"""What a sheet must leave as lines were composed for: their size, leading, face and width.

Lines are composed by the row of their edition. A sheet that says otherwise is a fault of the
design, told in one sentence that names the rule and the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2

from zhengben.document.errors import RegistryError
from zhengben.formats.pdf.engine.blocks import MadeUp
from zhengben.formats.pdf.engine.looks import Look
from zhengben.formats.pdf.engine.setting import line_height

_PX_PER_PT = 96 / 72
# lengths may differ by rounding
_SAME_PX = 0.05
_SIZE, _LEADING, _FACE = ("font-size", "font"), ("line-height", "font"), ("font-family", "font")
_WIDTH = ("width", "margin", "padding", "max-width", "min-width", "border", "margin-left",
          "margin-right", "padding-left", "padding-right")  # fmt: skip


def require_known_faces(looks: Mapping[str, Look], made: MadeUp) -> None:
    """Raise RegistryError for a look in a face that the edition does not have."""
    for name, look in looks.items():
        if look.face is not None and look.face not in made.faces:
            raise RegistryError(
                f"styles/{made.edition.sheet} and the sheets before it: a look, “{name}”, has the "
                f"face {look.face}, which is not one of the edition's, {_either(made.faces)}."
            )


def require_as_composed(box: Any, holder: Any, made: MadeUp, source: Any) -> None:
    """Raise RegistryError where a placed block differs from what its lines were composed for.

    The sheet has it as wide as ``holder``, in which it stands, leaves it.
    """
    style, composed = box.style, box.replacement.block.composed
    face, allowed = style["font_family"][0], list(made.faces)
    if composed is not None:
        allowed = [composed.face]
    if face not in allowed:
        told = f"sets {face}, not {_either(allowed)}"
        raise RegistryError(_fault(made, source, box.element, _FACE, told, "face"))
    if composed is None:
        return
    beside = box.margin_width() - box.width
    for length, pt, properties, name, same in zip(
        (style["font_size"], line_height(style), holder.width - beside),
        (composed.size_pt, composed.leading_pt, composed.measure_em * composed.size_pt),
        (_SIZE, _LEADING, _WIDTH),
        composed.names,
        # a ragged edge bears a rule beside it
        (_SAME_PX, _SAME_PX, _SAME_PX if made.edition.justify else style["font_size"] / 2),
        strict=True,
    ):
        if abs(length - pt * _PX_PER_PT) > same:
            told = f"sets {_pt(length / _PX_PER_PT)}, not {_pt(pt)}"
            raise RegistryError(_fault(made, source, box.element, properties, told, name))


def _either(faces: Iterable[str]) -> str:
    return " or ".join(sorted(faces))


def _pt(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".") + " pt"


def _fault(
    made: MadeUp, source: Any, element: Element, properties: Sequence[str], told: str, name: str
) -> str:
    rule = _rule(made.sheet, source.wrapper_element, element, properties)
    where = f"the rule `{rule}`" if rule else "no rule"
    edition = made.edition
    return (
        f"styles/{edition.sheet} and the sheets before it: {where} {told}, which is what `{name}` "
        f"says in the row {edition.layout} of zhengben/design/editions.py, by which the lines are "
        "composed; change the row, or leave it to the row."
    )


def _rule(sheet: str, wrapper: Any, element: Element, properties: Sequence[str]) -> str:
    """Return the selector of the rule that gives an element one of some properties, or nothing.

    Of those that match, it is the one that counts; where none does, or it leaves the property to
    what is around the element, that of what the element stands in.
    """
    rules = [
        (cssselect2.compile_selector_list(rule.prelude), rule, said)
        for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        if rule.type == "qualified-rule" and (said := _said(rule, properties))
    ]
    found = next((w for w in wrapper.iter_subtree() if w.etree_element is element), None)
    while found is not None:
        matching = [
            (selector.specificity, place)
            for place, (selectors, _, _) in enumerate(rules)
            for selector in selectors
            if not selector.pseudo_element and selector.test(found)
        ]
        if matching:
            _, rule, said = rules[max(matching)[1]]
            if said != "auto":
                return str(tinycss2.serialize(rule.prelude).strip())
        found = found.parent
    return ""


def _said(rule: Any, properties: Sequence[str]) -> str:
    """Return the value that a rule gives one of some properties, or nothing."""
    declared = tinycss2.parse_declaration_list(rule.content)
    values = [
        tinycss2.serialize(d.value).strip()
        for d in declared
        if d.type == "declaration" and d.lower_name in properties
    ]
    return values[-1] if values else ""
