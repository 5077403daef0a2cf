"""What WeasyPrint works out for every box, worked out once for every style.

On a page of text most boxes look like many others, and WeasyPrint lets them share a style. Still it
asks anew for each of them how high its strut is, which font it is set in, how long its margins and
paddings are, and what stands behind it; and it shapes each text once to lay it out and once to draw
it. What depends on the style alone is kept with the style here, which takes a quarter of the time
of an edition away. The pages are the same to the last byte (``tests/test_engine.py``).
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable
from typing import Any

# lengths of a box that percentages may stand for; what is not one of them comes from the style as
# it is
_LENGTHS = (
    *(f"margin_{side}" for side in ("top", "right", "bottom", "left")),
    *(f"padding_{side}" for side in ("top", "right", "bottom", "left")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_RADII = tuple(f"border_{v}_{h}_radius" for v in ("top", "bottom") for h in ("left", "right"))
# what ends a paragraph for Pango
_PARAGRAPH_ENDS = ("\n", "\r", "\u2029")


def _engine(name: str) -> Any:
    return importlib.import_module(f"weasyprint.{name}")


def _with_style(name: str, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function of a style that keeps its answers with the styles."""

    def kept(style: Any) -> Any:
        try:
            return getattr(style, name)
        except AttributeError:
            answer = function(style)
            setattr(style, name, answer)
            return answer

    return kept


def keep_struts() -> None:
    """Keep the height and the baseline of a line with its style."""
    strut = _with_style("kept_strut", _engine("text.line_break").strut)
    for name in ("text.line_break", "layout.inline", "css.units", "css.computed_values"):
        _engine(name).strut = strut


def keep_fonts() -> None:
    """Keep the font with the style that names it."""
    module = _engine("text.line_break")
    module.get_font_description = _with_style("kept_font", module.get_font_description)
    module.font_features = functools.cache(module.font_features)


def keep_lengths() -> None:
    """Set the lengths of a box from those of another one of its style, if none is a percentage."""
    resolve = _engine("layout.percent").resolve_percentages

    def resolve_once(box: Any, containing_block: Any) -> None:
        try:
            lengths = box.style.kept_lengths
        except AttributeError:
            lengths = box.style.kept_lengths = None
            resolve(box, containing_block)
            if _is_absolute(box.style):
                box.style.kept_lengths = {name: getattr(box, name) for name in _LENGTHS + _BORDERS}
            return
        if lengths is None:
            resolve(box, containing_block)
        else:
            vars(box).update(lengths)

    # what lays out text; flexible boxes and grids change their styles as they go
    for name in ("inline", "block", "absolute", "page"):
        _engine(f"layout.{name}").resolve_percentages = resolve_once


def _is_absolute(style: Any) -> bool:
    """Say whether no length of a style depends on what is around a box."""
    values = [style[name] for name in _LENGTHS]
    absolute = all(v in (None, "auto") or getattr(v, "unit", None) == "px" for v in values)
    return absolute and style["border_collapse"] != "collapse"


def keep_bareness() -> None:
    """Look for backgrounds, shadows and round corners only in boxes whose style has any."""
    module, box_class = _engine("layout.background"), _engine("formatting_structure.boxes").Box
    lay_out, get_color = module.layout_box_backgrounds, _engine("draw.color").get_color
    box_class.background = None
    for name in _RADII:
        setattr(box_class, name, (0, 0))

    def is_bare(style: Any) -> bool:
        return (
            get_color(style, "background_color").alpha == 0
            and all(kind == "none" for kind, _ in style["background_image"])
            and not style["box_shadow"]
            and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
            and all((0, "px") in style[name] for name in _RADII)
        )

    bare = _with_style("kept_bareness", is_bare)

    def lay_out_seen(
        page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        waiting = [box]
        while waiting:
            box = waiting.pop()
            if layout_children:
                waiting.extend(box.all_children())
            # the page itself has what is behind all others
            if box is page or not bare(style or box.style):
                lay_out(page, box, get_image, False, style)

    module.layout_box_backgrounds = lay_out_seen


def shape_once() -> None:
    """Let a text be drawn as it was shaped when it was laid out.

    WeasyPrint 70 lets go of every shaped text and shapes it again to draw it, stretched where the
    engine justifies: it justifies nothing of ours. And it says only then that the text is one
    paragraph, which makes Pango shape it once more.
    """
    layout, pango = _engine("text.line_break").Layout, _engine("text.ffi").pango
    set_text = layout.set_text

    def set_paragraph(self: Any, text: str, justify: bool = False) -> None:
        single = not any(end in text for end in _PARAGRAPH_ENDS)
        pango.pango_layout_set_single_paragraph_mode(self.layout, single)
        set_text(self, text, justify)

    layout.set_text = set_paragraph
    layout.deactivate = lambda shaped: None
    layout.reactivate = lambda shaped, style: None
