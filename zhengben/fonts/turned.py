"""Turns a face on its side, so that lines laid out along a page are columns when it is turned.

The engine sets lines from left to right. For columns the page is laid out on its side and turned
by a quarter, and the full-width glyphs are drawn turned the other way, each in its vertical form.
Western words stay as they are and so lie along the column, as clreq 2.2.2 has it. Signs stand or
lie as UAX #50 has it (``orientation``). Figures also come upright, by two features:

``ss01``  a figure, a sign, or the point of a decimal, in the middle of a cell of its own;
``ss02``  two figures side by side in one cell (縱中橫): the first takes no advance;
``pwid``  a quotation mark as words have it, which lies along the column with them.
"""

from __future__ import annotations

import io
import string
from collections.abc import Callable
from typing import Any

from zhengben.document.western import QUOTES
from zhengben.fonts.orientation import SIGNS, lies, stands

# figures, the signs that may stand among them, and those that stand by themselves
UPRIGHT = string.digits + "%." + SIGNS
# the name of the glyph that two dashes become
DASH = "dash.two"


def turn(font: Any, drawn: Any) -> tuple[bytes, str]:
    """Return a subset turned on its side, and the rules of its features for figures.

    ``font`` is a fontTools TTFont with, where it has them, vertical forms; ``drawn`` is the same as
    a font of HarfBuzz, by which the proof draws it too.
    Coordinates stay whole numbers, so that an outline turned back is the one of the source.
    """
    from fontTools.fontBuilder import FontBuilder

    maker = _Turner(font, drawn)
    order, glyphs, advances = maker.glyphs()
    names = {name: f"g{number:05d}" if number else ".notdef" for number, name in enumerate(order)}
    cmap = {code: names[name] for code, name in font.getBestCmap().items()}
    builder = FontBuilder(maker.upem, isTTF=False)
    builder.setupGlyphOrder([names[name] for name in order])
    builder.setupCharacterMap(cmap)
    family = font["name"].getBestFamilyName()
    builder.setupCFF(
        family.replace(" ", "") + "-Turned", {}, {names[n]: g for n, g in glyphs.items()}, {}
    )
    builder.setupHorizontalMetrics({names[n]: (advances[n], 0) for n in order})
    builder.setupHorizontalHeader(ascent=maker.ascent, descent=maker.ascent - maker.upem)
    builder.setupNameTable({"familyName": family, "styleName": "Turned"})
    builder.setupOS2(
        sTypoAscender=maker.ascent,
        sTypoDescender=maker.ascent - maker.upem,
        usWinAscent=maker.ascent,
        usWinDescent=maker.upem - maker.ascent,
    )
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = font["head"].modified
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue(), maker.rules(names)


class _Turner:
    """Draws the glyphs of a font turned by a quarter against the clock."""

    def __init__(self, font: Any, drawn: Any) -> None:
        self.font, self.drawn, self.set = font, drawn, font.getGlyphSet()
        self.upem: int = font["head"].unitsPerEm
        # the top of the cell of a full-width glyph
        self.ascent: int = round(0.88 * self.upem)
        self.vertical = _substitutions(font, "vert", "vrt2")
        signs = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
        # what stands in a cell of its own though it is narrower, and what lies though it fills one
        self.narrow = {name for name, sign in signs.items() if stands(sign)}
        self.lying = {n for n, sign in signs.items() if lies(sign) and n not in self.vertical}

    def glyphs(self) -> tuple[list[str], dict[str, Any], dict[str, int]]:
        """Return names in order, charstrings and advances; figures have three more forms each."""
        order: list[str] = []
        glyphs: dict[str, Any] = {}
        advances: dict[str, int] = {}

        def add(name: str, source: str, advance: int, matrix: tuple[int, ...] | None) -> None:
            order.append(name)
            glyphs[name] = self._draw(source, advance, matrix)
            advances[name] = advance

        metrics = self.font["hmtx"]
        for name in self.font.getGlyphOrder():
            width = metrics[name][0]
            if 0 < width != self.upem and name in self.narrow:
                add(name, name, self.upem, self._upright(name))
                continue
            whole = width == self.upem and name != ".notdef" and name not in self.lying
            source = self.vertical.get(name, name) if whole else name
            add(name, source, width, self._quarter(0, 0) if whole else None)
        cmap = self.font.getBestCmap()
        for figure in UPRIGHT:
            if (name := cmap.get(ord(figure))) is None:
                continue
            add(f"{name}.up", name, self.upem, self._upright(name))
            if figure in string.digits:
                width, along = metrics[name][0], self._middle(name) - self.upem // 2
                across = self.upem // 2
                add(f"{name}.left", name, 0, self._quarter(along, across - width))
                add(f"{name}.right", name, self.upem, self._quarter(along, across))
        if dash := self._dash():
            add(DASH, dash, 2 * self.upem, None)
        return order, glyphs, advances

    def _dash(self) -> str:
        """Return the glyph that the face has for two dashes, which lies along the column as is."""
        import uharfbuzz as hb

        for language in ("zh-hant", "zh-hans"):
            buffer = hb.Buffer()
            buffer.add_str("——")
            buffer.script, buffer.language, buffer.direction = "Hani", language, "ltr"
            hb.shape(self.drawn, buffer)
            infos, positions = buffer.glyph_infos, list(buffer.glyph_positions or ())
            if [position.x_advance for position in positions] == [2 * self.upem]:
                return str(self.font.getGlyphName(infos[0].codepoint))
        return ""

    def _upright(self, name: str) -> tuple[int, ...]:
        """Return the matrix that puts a glyph upright in the middle of a cell."""
        width = self.font["hmtx"][name][0]
        along = self._middle(name) - self.upem // 2
        return self._quarter(along, self.upem // 2 - width // 2)

    def _quarter(self, along: int, across: int) -> tuple[int, ...]:
        """Return the matrix of the turn, moved along the column and across it."""
        below = self.upem - self.ascent
        return (0, 1, -1, 0, self.ascent + along, across - below)

    def _middle(self, name: str) -> int:
        """Return where on the column the middle of a glyph's ink comes to lie."""
        from fontTools.pens.boundsPen import BoundsPen

        pen = BoundsPen(self.set)
        self.set[name].draw(pen)
        _, low, _, high = pen.bounds or (0, 0, 0, 0)
        # moved by this much along the column, the ink is in the middle of its cell
        return int(round((low + high) / 2 - self.ascent) + self.upem)

    def _draw(self, name: str, advance: int, matrix: tuple[int, ...] | None) -> Any:
        from fontTools.pens.t2CharStringPen import T2CharStringPen
        from fontTools.pens.transformPen import TransformPen

        pen = T2CharStringPen(advance, self.set)
        to = TransformPen(pen, matrix) if matrix else pen
        if "glyf" in self.font:
            # whoever draws quadratic curves has to agree on where each contour begins
            self.drawn.draw_glyph_with_pen(self.font.getGlyphID(name), to)
        else:
            self.set[name].draw(to)
        # optimized, it would leave out strokes of no length, and be another outline
        made = pen.getCharString(optimize=False)
        # two tables ask for the bounds of each glyph, which fontTools works out each time
        made.calcBounds = _once(made.calcBounds)
        return made

    def rules(self, names: dict[str, str]) -> str:
        """Return the features for figures in the syntax of feature files."""
        cmap = self.font.getBestCmap()
        joined = ""
        if DASH in names:
            dash = names[cmap[ord("—")]]
            joined = f"feature ccmp {{ sub {dash} {dash} by {names[DASH]}; }} ccmp;\n"
        forms = _substitutions(self.font, "pwid")
        quotes = [cmap[ord(mark)] for mark in sorted(QUOTES) if ord(mark) in cmap]
        lying = "".join(f"sub {names[q]} by {names[forms[q]]};" for q in quotes if q in forms)
        joined += f"feature pwid {{ {lying} }} pwid;\n" if lying else ""
        known = [cmap[ord(f)] for f in UPRIGHT if ord(f) in cmap]
        digits = [cmap[ord(f)] for f in string.digits if ord(f) in cmap]
        if not digits:
            return joined
        plain = f"[{' '.join(names[d] for d in digits)}]"
        left = f"[{' '.join(names[d + '.left'] for d in digits)}]"
        up = "".join(f"sub {names[k]} by {names[k + '.up']};" for k in known)
        lefts = "".join(f"sub {names[d]} by {names[d + '.left']};" for d in digits)
        rights = "".join(f"sub {names[d]} by {names[d + '.right']};" for d in digits)
        return joined + (
            f"lookup Left {{ {lefts} }} Left;\nlookup Right {{ {rights} }} Right;\n"
            f"feature ss02 {{ lookup PairLeft {{ sub {plain}' lookup Left {plain}; }} PairLeft; "
            f"lookup PairRight {{ sub {left} {plain}' lookup Right; }} PairRight; }} ss02;\n"
            f"feature ss01 {{ {up} }} ss01;\n"
        )


def _once(bounds: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known = list[Any]()

    def of(glyphs: Any) -> Any:
        if not known:
            known.append(bounds(glyphs))
        return known[0]

    return of


def _substitutions(font: Any, *features: str) -> dict[str, str]:
    """Return the form of each glyph that has one by some features."""
    forms: dict[str, str] = {}
    table = font["GSUB"].table if "GSUB" in font else None
    if table is None or table.FeatureList is None:
        return forms
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag not in features:
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in table.LookupList.Lookup[index].SubTable:
                inner = getattr(subtable, "ExtSubTable", subtable)
                forms.update(getattr(inner, "mapping", {}))
    return forms
