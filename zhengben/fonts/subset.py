"""Makes the font that a book carries: a subset of a face with the features reading systems use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import Any, TypeVar

from zhengben.document.errors import RenderError, SetupError

S = TypeVar("S")

# Reading systems squeeze marks with halt and vhal, set columns with vert and vrt2, and fit Latin
# letters with kern and palt. All others only make the file larger.
FEATURES = ("vert", "vrt2", "halt", "vhal", "kern", "palt")

# what lines are composed with (zhengben.fonts.prepare)
COMPOSING = ("ccmp", "chws", "halt", "kern", "locl", "pwid")
# what tells of the other weights of a face, and of how it sets formulas
_UNUSED_TABLES = ("MATH", "STAT")
# what a text needs to be set, and a page that is set no more
_LAYOUT_TABLES = ("BASE", "GPOS", "GSUB")

# The font's own names, and the licence with its address, which the licence asks to be kept.
_NAME_IDS = (0, 1, 2, 3, 4, 5, 6, 13, 14)


class CoveredCharacters(Set[str]):
    """The characters that a face has glyphs for, as HarfBuzz keeps them.

    Some thirty thousand are asked for a few hundred: as a set of strings they took longer to make
    than everything that is asked of them.
    """

    def __init__(self, face: Any) -> None:
        self._points = face.unicodes

    def __contains__(self, character: object) -> bool:
        return isinstance(character, str) and len(character) == 1 and ord(character) in self._points

    def __iter__(self) -> Iterator[str]:
        return map(chr, self._points)

    def __len__(self) -> int:
        return len(self._points)

    @classmethod
    def _from_iterable(cls, found: Iterable[S]) -> frozenset[S]:
        """Return what is common with another set, or not; it is small, and no face's any more."""
        return frozenset(found)

    def issuperset(self, characters: Iterable[str]) -> bool:
        """Say whether the face has each of some characters."""
        return all(ord(character) in self._points for character in characters)


def covered_characters(font_path: Path) -> CoveredCharacters:
    """Return every character that a font file has a glyph for."""
    import uharfbuzz as hb

    return CoveredCharacters(hb.Face(_blob(font_path)))


def subset_for_book(font_path: Path, characters: Iterable[str]) -> bytes:
    """Return the subset of an OTF font that shows ``characters``, as an OTF font.

    Hinting goes, since reading systems do not use it; subroutines go, since the package is
    compressed better without them. The charset of a CID-keyed font becomes the identity, so that
    no program can take a CID for another glyph than the one the character map means.
    """
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(sorted(map(ord, characters)))
    features = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    features.clear()
    features.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    names = wanted.sets(hb.SubsetInputSets.NAME_ID)
    names.clear()
    names.update(_NAME_IDS)
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NOTDEF_OUTLINE
        | hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    )
    try:
        data: bytes = hb.subset(hb.Face(_blob(font_path)), wanted).blob.data
    except RuntimeError:
        data = b""
    # Kobo and Kindle read neither WOFF2 nor, reliably, TrueType outlines under the name OTF.
    if data[:4] != b"OTTO":
        raise RenderError(
            f"{font_path.name} gives no OpenType font with CFF outlines for the book; "
            "choose a face in that format."
        )
    return data


def subset_with_features(font_path: Path, characters: Iterable[str]) -> bytes:
    """Return the subset of a face with our features, which composes lines.

    The charset of a CID-keyed font becomes the identity, as WeasyPrint takes it to be.
    """
    import uharfbuzz as hb

    wanted = _wanted(characters, COMPOSING)
    wanted.flags |= hb.SubsetFlags.CFF_IDENTITY_CHARSET
    face = hb.Face(_blob(font_path))
    if face.axis_infos:
        wanted.pin_all_axes_to_default(face)
    data: bytes = hb.subset(face, wanted).blob.data
    return data


def subset_with_vertical_forms(font_path: Path, characters: Iterable[str]) -> Any:
    """Return the subset of a face with the forms of its glyphs in columns, as one of HarfBuzz's."""
    import uharfbuzz as hb

    wanted, face = (
        _wanted(characters, ("ccmp", "locl", "pwid", "vert", "vrt2")),
        hb.Face(_blob(font_path)),
    )
    if face.axis_infos:
        wanted.pin_all_axes_to_default(face)
    return hb.subset(face, wanted)


def _wanted(characters: Iterable[str], features: Iterable[str]) -> Any:
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(sorted({ord(c) for c in characters} | {0x20}))
    tags = wanted.sets(hb.SubsetInputSets.LAYOUT_FEATURE_TAG)
    tags.clear()
    tags.update(int.from_bytes(tag.encode(), "big") for tag in features)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    return wanted


def subset_of_letters(font_path: Path, characters: Iterable[str]) -> bytes:
    """Return the subset of a face of letters or symbols: its own rules of shaping, one weight."""
    import uharfbuzz as hb

    face = hb.Face(_blob(font_path))
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(sorted({ord(c) for c in characters} | {0x20}))
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode(), "big") for tag in _UNUSED_TABLES
    )
    if face.axis_infos:
        wanted.pin_all_axes_to_default(face)
    data: bytes = hb.subset(face, wanted).blob.data
    return data


def subset_for_pages(font_path: Path, glyphs: Iterable[int]) -> bytes:
    """Return what a PDF embeds of a prepared font: some glyphs by their numbers, which stay."""
    import uharfbuzz as hb

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(
        int.from_bytes(tag.encode(), "big") for tag in _LAYOUT_TABLES
    )
    wanted.flags = (
        hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING
    )
    data: bytes = hb.subset(hb.Face(_blob(font_path)), wanted).blob.data
    return data


def _blob(font_path: Path) -> object:
    import uharfbuzz as hb

    try:
        return hb.Blob.from_file_path(str(font_path))
    except (OSError, hb.HarfBuzzError) as error:
        raise SetupError(
            f"The font file {font_path} cannot be read ({error}); install its package anew."
        ) from None
