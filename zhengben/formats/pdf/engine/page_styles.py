"""What the engine works out anew for each page, box and style, though it is the same for all.

Each page has its own number, so that the engine takes it for one of its own kind, whose margins get
styles of their own. Each box has its own lengths, though they follow from its style and the room it
stands in. And each style looks for functions, variables and logical names in values that no rule
sets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, check_math
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.formatting_structure import boxes

# what the engine sets by a style and the room around a box
_LENGTHS = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in ("left", "right", "top")),
    "margin_bottom", "padding_bottom", "width", "min_width", "max_width", "height", "min_height",
    "max_height", *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
)  # fmt: skip

# what follows from other values of its own style, or is not inherited as others are
_SPECIAL = {"page", "position", "float", "display"}
# what has its parent's value, and what its initial one, where no rule sets it
_FROM_PARENT = (INHERITED & INITIAL_VALUES.keys()) - _SPECIAL
_INITIAL = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in {*_SPECIAL, *INHERITED, *INITIAL_NOT_COMPUTED}
    and not name.startswith("text_decoration_")
    and not check_math(value)
}
# the logical names by which a rule may set a value too, by the direction of the text
_ALSO = {
    name: {logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")}
    for name, logical in PHYSICAL_FUNCTIONS.items()
}
_NONE: frozenset[str] = frozenset()


def taking_unset(work_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return what gives a style a value that no rule sets, and works out any other."""

    def value_of(style: Any, name: str) -> Any:
        parent = style.parent_style
        cascaded = style.cascaded
        if (
            parent is not None
            and name not in cascaded
            and cascaded.keys().isdisjoint(_ALSO.get(name, _NONE))
        ):
            if name in _INITIAL:
                style[name] = value = _INITIAL[name]
                return value
            # a share of something is worked out anew where it is inherited
            if name in _FROM_PARENT and not check_math(value := parent[name]):
                style[name] = value
                return value
        return work_out(style, name)

    return value_of


def sharing_styles(work_out: Callable[..., None]) -> Callable[..., None]:
    """Return what gives pages for which the same rules hold the styles of the first of them."""

    def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
        cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
        # those of the pages before are worked out
        cascaded.clear()
        style_for.add_page_declarations(page_type)
        # the values are those of the sheets, which live as long as the styles
        rules = tuple(
            (margin, tuple((name, id(value), str(weight)) for name, (value, weight) in found))
            for margin, found in ((key[1], style.items()) for key, style in cascaded.items())
        )
        shared = style_for.__dict__.setdefault("styles_of_pages", {})
        if rules not in shared:
            work_out(page_type, html, style_for)
            shared[rules] = {key: computed[page_type, key] for key in (None, *dict(rules))}
        for margin, style in shared[rules].items():
            computed[page_type, margin] = style

    return set_page_type_computed_styles


def remembering_lengths(work_out: Callable[..., None]) -> Callable[..., None]:
    """Return what gives boxes of one style in rooms of one size the lengths of the first."""

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        room = containing_block
        if isinstance(containing_block, boxes.Box):
            room = containing_block.width, containing_block.height
        # the edges of these depend on more than their style
        if isinstance(box, (boxes.PageBox, boxes.TableBox, boxes.TableCellBox)):
            work_out(box, containing_block)
            return
        known = box.style.__dict__.setdefault("lengths_in_rooms", {})
        if room not in known:
            work_out(box, containing_block)
            known[room] = {name: box.__dict__[name] for name in _LENGTHS}
        box.__dict__.update(known[room])

    return resolve_percentages
