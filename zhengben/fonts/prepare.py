"""Makes a face ready for print: a subset with composition knowledge, cached by content.

WeasyPrint writes glyph ids as CIDs, so the charset of a CID-keyed font has to be the identity, or
viewers disagree about which glyph is meant. The fonts' own positioning tables are replaced by three
features worked out from where the ink of each full-width mark lies:

``halt``  a mark on its own takes half an em (line starts and ends, before a note call);
``kern``  Han and digits stand a little apart (clreq 3.2.4);
``chws``  adjacent marks are squeezed: one gives up its blank half, so that a pair takes 1.5 em.
"""

from __future__ import annotations

import hashlib
import os
import string
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from zhengben.design.faces import Face
from zhengben.document.errors import ContentError, SetupError
from zhengben.document.lines import Line
from zhengben.document.western import QUOTES
from zhengben.fonts.choice import FaceChoice, without_glyph
from zhengben.fonts.subset import (
    subset_of_letters,
    subset_with_features,
    subset_with_vertical_forms,
)
from zhengben.fonts.upright import has_upright, stand_upright

if TYPE_CHECKING:
    import uharfbuzz as hb

# between Han and Western text; what composes lines reckons with the same
GAP_EM = 0.07
MARKS = "，。、；：？！（）《》「」『』〈〉【】〔〕“”‘’．"
# tables that our features take the place of, or that nothing here reads
_REPLACED = ("BASE", "DSIG", "GPOS", "VORG", "vhea", "vmtx")
# what to do about a character that no face has
MEND = (
    "check whether the capture has it rightly, write a character that the fonts have, or give a "
    "font that has it with [[font]] in document.toml."
)
# ink may pass the middle of the em by this much and still count as lying in one half
_TOLERANCE = 0.03


class PreparedFont(Struct, frozen=True):
    """A font file ready for print; ``key`` is its CSS family."""

    key: str
    path: Path


def prepare(
    face: Face, characters: frozenset[str], cache: Path, turned: bool = False
) -> PreparedFont:
    """Return the prepared subset of a face, made anew only when it is not cached.

    ``characters`` is what it must show; ``turned`` asks for the form that sets columns. The file is
    named by the hash of its bytes, since its name reaches finished files: whoever makes the same
    font gives it the same name. What it was made from is hashed for looking it up again only.
    """
    # words of other scripts lie along the column as they are, and signs stand upright
    han = face.han or any(map(_is_han, characters))
    turned = turned and (han or has_upright(characters))
    key = f"{face.key}-turned" if turned else face.key
    made_of = f"{key}|{_stamp(face.path)}|{''.join(sorted(characters))}"
    return PreparedFont(
        key, _kept(cache, key, made_of, lambda: _made(face, characters, cache, han, turned))
    )


def _kept(cache: Path, key: str, made_of: str, make: Callable[[], bytes]) -> Path:
    """Return a font of the cache; it is made where what it is ``made_of`` is not known there."""
    known = cache / f"{key}-{_name_of(f'{_maker()}|{made_of}'.encode())}.made"
    path = _recorded(known)
    if path is None:
        data = make()
        path = cache / f"{key}-{_name_of(data)}.{'otf' if data[:4] == b'OTTO' else 'ttf'}"
        try:
            cache.mkdir(parents=True, exist_ok=True)
            _put(path, data)
            _put(known, path.name.encode())
        except OSError as error:
            raise SetupError(
                f"The font cache {cache} cannot be written ({error.strerror}); "
                "set ZHENGBEN_CACHE to a folder that can."
            ) from None
    return path


def _stamp(source: Path) -> str:
    stat = source.stat()
    return f"{stat.st_size}|{stat.st_mtime_ns}"


def _made(face: Face, characters: frozenset[str], cache: Path, han: bool, turned: bool) -> bytes:
    source = face.path
    try:
        if not han:
            letters = subset_of_letters(source, characters)
            return stand_upright(letters) if turned else letters
        if turned:
            return _turned(source, characters)
        key = f"{face.key}-whole"
        whole = _kept(cache, key, f"{key}|{_stamp(source)}", lambda: _with_features(source))
        return subset_with_features(whole, characters)
    except (SetupError, MemoryError):
        raise
    except Exception as error:
        # libraries raise whatever a damaged table leads them to
        if face.package:
            raise
        raise ContentError(
            f"cannot be used as a font ({type(error).__name__}); give another file.", source
        ) from None


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def _name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _recorded(known: Path) -> Path | None:
    """Return the font that was made before, unless it is gone or its bytes are not its name's."""
    try:
        path = known.with_name(Path(known.read_text("utf-8")).name)
        whole = path.stem.endswith(f"-{_name_of(path.read_bytes())}")
    except (OSError, UnicodeDecodeError, ValueError):
        return None
    return path if whole else None


def _put(path: Path, data: bytes) -> None:
    """Write a file of the cache at once, so that no other process reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@cache
def _maker() -> str:
    """Return what the making of a font depends on beside the font: this code and two libraries.

    A number that somebody has to raise would be forgotten once, and stale fonts used since then.
    """
    import fontTools
    import uharfbuzz

    digest = hashlib.sha256()
    for name in ("orientation.py", "prepare.py", "subset.py", "turned.py", "upright.py"):
        digest.update(Path(__file__).with_name(name).read_bytes())
    digest.update("".join(sorted(QUOTES)).encode())
    return f"{digest.hexdigest()}|{fontTools.version}|{uharfbuzz.__version__}"


def require_glyphs(choice: FaceChoice, lines: tuple[Line, ...], path: Path) -> None:
    """Raise ContentError for the first character of the canonical text that no face has."""
    for line in lines if choice.lacking else ():
        for at, character in enumerate(line.text):
            if character in choice.lacking:
                raise ContentError(
                    f"{line.id}, character {at + 1}: none of the fonts has a glyph for "
                    f"{without_glyph(choice, character)}; {MEND}",
                    path,
                    line.index,
                )


def require_shown(choice: FaceChoice, path: Path) -> None:
    """Raise ContentError when no face has a character that is shown beside the canonical text."""
    if choice.lacking:
        shown = without_glyph(choice, min(choice.lacking))
        raise ContentError(
            f"none of the fonts has a glyph for {shown}, which metadata or notes hold; {MEND}",
            path,
        )


def _with_features(source: Path) -> bytes:
    """Return a whole face with our features in the place of its own positioning.

    Its other tables are copied as they are, since outlines of tens of thousands of Han take their
    time to be read and written.
    """
    import io

    import uharfbuzz as hb
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    face = hb.Face(hb.Blob.from_file_path(str(source)))
    with source.open("rb") as file:
        reader = SFNTReader(file)
        bare = TTFont(sfntVersion=reader.sfntVersion)
        order = [".notdef", *(f"g{n:05d}" for n in range(1, face.glyph_count))]
        bare.setGlyphOrder(order)
        addOpenTypeFeaturesFromString(bare, _features(hb.Font(face), bare, ""))
        tables = {tag: reader[tag] for tag in reader.keys() if tag not in _REPLACED}  # noqa: SIM118
        tables |= {tag: bare.getTableData(tag) for tag in ("GPOS",) if tag in bare}
        out = io.BytesIO()
        writer = SFNTWriter(out, len(tables), reader.sfntVersion)
        for tag, data in sorted(tables.items()):
            writer[tag] = data
        writer.close()
    return out.getvalue()


def _turned(source: Path, characters: frozenset[str]) -> bytes:
    """Return the subset of a face that sets columns."""
    import io

    import uharfbuzz as hb
    from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
    from fontTools.ttLib import TTFont

    from zhengben.fonts.turned import turn

    face = subset_with_vertical_forms(source, characters)
    data, rules = turn(TTFont(io.BytesIO(face.blob.data), recalcTimestamp=False), hb.Font(face))
    # what is read again is as it was: its bounds need not be worked out anew
    font = TTFont(io.BytesIO(data), recalcBBoxes=False, recalcTimestamp=False)
    addOpenTypeFeaturesFromString(font, _features(hb.Font(hb.Face(hb.Blob(data))), font, rules))
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


class _Marks(Struct, frozen=True):
    """The full-width marks of a font as glyph classes, by where their ink lies; empty for none."""

    left: str
    right: str
    centre: str
    # no half of it is blank, but its neighbours may close up to it
    whole: str
    every: str


def _features(shaper: hb.Font, font: object, rules: str) -> str:
    """Write the features from the ink of each mark: left or right half of the em, or centred."""
    order: list[str] = font.getGlyphOrder()  # type: ignore[attr-defined]
    marks = _marks(shaper, order)
    half = shaper.face.upem // 2
    shift = {marks.left: f"<0 0 -{half} 0>", marks.right: f"<-{half} 0 -{half} 0>"}
    shift[marks.centre] = f"<-{half // 2} 0 -{half} 0>"
    shift.pop("", None)
    halt = [f"pos {glyphs} {value};" for glyphs, value in shift.items()]
    # in columns figures have cells of their own
    kern = [] if rules else _western_gaps(shaper, order)
    languages = "languagesystem DFLT dflt; languagesystem hani dflt; languagesystem latn dflt;\n"
    return (
        languages
        + rules
        + "".join(
            f"feature {tag} {{ {' '.join(rules)} }} {tag};\n"
            for tag, rules in (("halt", halt), ("kern", kern), ("chws", _squeezes(marks, shift)))
            if rules
        )
    )


def _marks(shaper: hb.Font, order: list[str]) -> _Marks:
    """Sort the marks that take an em by where their ink lies."""
    upem = shaper.face.upem
    kinds: dict[str, list[str]] = {"left": [], "right": [], "centre": [], "whole": []}
    for mark in MARKS:
        gid = shaper.get_nominal_glyph(ord(mark))
        if gid and shaper.get_glyph_h_advance(gid) == upem:
            ink = shaper.get_glyph_extents(gid)
            start, end = ink.x_bearing / upem, (ink.x_bearing + ink.width) / upem
            kinds[_kind(start, end)].append(order[gid])
    every = [glyph for glyphs in kinds.values() for glyph in glyphs]
    classes = {kind: f"[{' '.join(glyphs)}]" if glyphs else "" for kind, glyphs in kinds.items()}
    return _Marks(**classes, every=f"[{' '.join(every)}]")


def _kind(start: float, end: float) -> str:
    """Say where in its em the ink of a mark lies, which reaches from start to end, in em."""
    if end <= 0.5 + _TOLERANCE:
        return "left"
    if start >= 0.5 - _TOLERANCE:
        return "right"
    return "centre" if end - start <= 0.5 else "whole"


def _squeezes(marks: _Marks, shift: dict[str, str]) -> list[str]:
    """Return the rules for adjacent marks, given what each class gives up.

    Each rule moves one glyph and leaves the other to the next pair, as in ）、《.
    """
    rules = []
    left, right, centre, whole = marks.left, marks.right, marks.centre, marks.whole
    if left:
        # a closing mark gives up its blank right half before any other mark
        rules.append(f"pos {left}' {shift[left]} {marks.every};")
    if centre:
        # a centred mark closes up to a mark with ink on its left
        rules += [f"pos {centre}' {shift[centre]} {other};" for other in (left, centre) if other]
    if right:
        # an opening mark gives up its blank left half behind a mark that kept its own width
        befores = filter(None, (centre, right, whole))
        rules += [f"pos {before} {right}' {shift[right]};" for before in befores]
    return rules


def _western_gaps(shaper: hb.Font, order: list[str]) -> list[str]:
    """Return the rules that set Han and digits a little apart, where a font has both."""
    cmap = [(chr(c), order[shaper.get_nominal_glyph(c)]) for c in sorted(shaper.face.unicodes)]
    han = [name for c, name in cmap if "\u3400" <= c <= "\u9fff" or c >= "\U00020000"]
    digits = [name for c, name in cmap if c in string.digits]
    if not han or not digits:
        return []
    gap = round(GAP_EM * shaper.face.upem)
    first, second = f"[{' '.join(han)}]", f"[{' '.join(digits)}]"
    return [f"pos {first} {second} {gap};", f"pos {second} {first} {gap};"]
