"""Compares the font of an e-book with the published face: what a reader sees for each character.

Every line of the text is shaped with the book's own font, along and down the page, with the
features that sheets turn on; each glyph has to be drawn as the face draws the characters it stands
for. So neither the map of characters nor the outlines nor a substitution can show another one.
"""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from pathlib import Path

import uharfbuzz as hb
from fontTools.ttLib import TTLibError
from fontTools.ttLib.woff2 import decompress

from zhengben.document.direction import JOINERS, in_order
from zhengben.document.regex import regex
from zhengben.proof.extraction import Fault, code_points
from zhengben.proof.witness import FontProgram, Reference, reference_at

FONT = "EPUB/fonts/book.otf"
_NOTHING = regex("(?!)")
_PLACE = regex(r"EPUB/fonts/[^/]+")
_TABLES = frozenset(
    ("CFF ", "GDEF", "GPOS", "GSUB", "OS/2", "VORG", "BASE", "cmap", "head", "hhea", "hmtx",
     "maxp", "name", "post", "vhea", "vmtx")
)  # fmt: skip
# what readers and sheets turn on
_DATA = regex(
    r'@font-face \{ font-family: "(?P<name>[\w-]+)"; src: url\("data:font/woff2;base64,'
    r'(?P<data>[A-Za-z0-9+/]+=*)"\)'
)
_FEATURES = {"halt": False, "vhal": False}
_MOST_TOLD = 5


def strange_book_font(
    data: bytes, lines: Collection[str], face: Path, others: Mapping[str, Path]
) -> Iterator[Fault]:
    """Yield a fault for each glyph of a book that is not the one of the published face.

    ``others`` are the faces that may serve what ``face`` lacks, by the names of their files.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if _PLACE.fullmatch(name)]
        if FONT not in names:
            yield _fault("there is no font")
            return
        fonts = {name: archive.read(name) for name in names}
    yield from _strange_fonts(fonts, lines, face, others)


def strange_page_fonts(
    data: bytes, lines: Collection[str], face: Path, others: Mapping[str, Path],
    *, beside: bool = False,
) -> Iterator[Fault]:  # fmt: skip
    """Yield the same for the fonts of a web page, which it holds as data.

    Where texts stand ``beside`` one another, each font shows a column, whatever the others have.
    """
    found = list(_DATA.finditer(data.decode("utf-8", "replace")))
    fonts = {FONT if m["name"] == "book" else f"{m['name']}.woff2": m["data"] for m in found}
    if FONT not in fonts or len(fonts) != len(found):
        yield _fault("there is no font, or two bear one name")
        return
    try:
        unpacked = {name: _unpacked(base64.b64decode(packed)) for name, packed in fonts.items()}
    except (ValueError, TTLibError, struct.error, AssertionError) as error:
        yield _fault(f"there is what is no font ({error})")
        return
    yield from _strange_fonts(unpacked, lines, face, others, beside=beside)


def is_without_fonts(page: bytes) -> bool:
    """Tell a page that brings no font: a collation of the first layout of deposits."""
    return b"@font-face" not in page and b"Content-Security-Policy" not in page


def _unpacked(data: bytes) -> bytes:
    """Return a font of the web as OpenType has it."""
    out = io.BytesIO()
    decompress(io.BytesIO(data), out)
    return out.getvalue()


def _strange_fonts(
    fonts: Mapping[str, bytes], lines: Collection[str], face: Path, others: Mapping[str, Path],
    *, beside: bool = False,
) -> Iterator[Fault]:  # fmt: skip
    program = FontProgram(hb.Blob(fonts[FONT]))
    more = {name: font for name, font in fonts.items() if name != FONT}
    shown = frozenset[str]() if beside else frozenset(map(chr, program.face.unicodes))
    for name, font in more.items():
        key = name.rpartition("/")[2].rpartition(".")[0]
        if key not in others:
            yield Fault("strange", name, f"The font {name} is none that serves the text.")
        else:
            yield from _strange_other(name, font, lines, others[key], shown)
    if strange := sorted(set(program.face.table_tags) - _TABLES):
        yield _fault(f"there are tables that the press never writes ({', '.join(strange)})")
    reference, met, told = reference_at(face), set[tuple[str, tuple[int, ...]]](), 0
    for line in lines:
        for said, glyphs in _shaped(program.font, line):
            if (said, glyphs) in met:
                continue
            met.add((said, glyphs))
            if not _as_in(reference, program, said, glyphs):
                told += 1
                if told <= _MOST_TOLD:
                    yield _fault(f"{said} ({code_points(said)}) is drawn as something else")


def _strange_other(
    name: str, data: bytes, lines: Iterable[str], face: Path, shown: frozenset[str]
) -> Iterator[Fault]:
    """Yield a fault for each run that a font which serves the text shows otherwise than its face.

    ``shown`` are the characters that the book's own font has.
    """
    program, reference = FontProgram(hb.Blob(data)), reference_at(face)
    own = "".join(c for c in map(chr, program.face.unicodes) if c not in shown)
    # a joiner goes with the letter before it
    own = "".join(c for c in own if not JOINERS.match(c))
    runs = re.compile(f"[{re.escape(own)}][{re.escape(own)}\u200c\u200d]*") if own else _NOTHING
    for run in dict.fromkeys(found for line in lines for found in runs.findall(line)):
        drawn = [
            program.outline(glyph)
            for _, part, leftwards in in_order(run)
            for glyph in _glyphs(program.font, part, leftwards)
        ]
        if not reference.writes(run, drawn):
            told = f"In {name}, {run} ({code_points(run)}) is drawn as something else."
            yield Fault("strange", name, told)


def _glyphs(font: hb.Font, run: str, leftwards: bool) -> Iterator[int]:
    """Yield the glyphs of a run in the order in which a reader shows them."""
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.language = "und"
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftwards else "ltr"
    if JOINERS.search(run):
        buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
    hb.shape(font, buffer)
    yield from (info.codepoint for info in buffer.glyph_infos)


def _as_in(reference: Reference, program: FontProgram, said: str, glyphs: tuple[int, ...]) -> bool:
    """Say whether characters that stand together are drawn as a face draws them.

    What the font lacks another one shows.
    """
    if 0 in glyphs:
        return all(
            not glyph or reference.looks_like(character, program.outline(glyph))
            for character, glyph in zip(said, glyphs, strict=False)
        )
    outlines = [program.outline(glyph) for glyph in glyphs]
    if len(outlines) == 1:
        return reference.looks_like(said, outlines[0])
    return reference.writes(said, outlines) or reference.stacks(said, outlines)


def _shaped(font: hb.Font, line: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the characters that stand together in a line, with the glyphs they are drawn as."""
    for direction in ("ltr", "ttb"):
        buffer = hb.Buffer()
        buffer.add_str(line)
        buffer.language = "und"
        buffer.guess_segment_properties()
        buffer.direction = direction
        if JOINERS.search(line):
            buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES
        hb.shape(font, buffer, _FEATURES)
        ends = dict(pairwise([*sorted({i.cluster for i in buffer.glyph_infos}), len(line)]))
        for start, infos in groupby(buffer.glyph_infos, key=lambda info: info.cluster):
            yield line[start : ends[start]], tuple(info.codepoint for info in infos)


def _fault(sentence: str) -> Fault:
    return Fault("strange", FONT, f"In the font of the book, {sentence}.")
