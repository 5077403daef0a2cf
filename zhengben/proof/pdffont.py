"""Reads a font of a PDF: what each code says, how wide it is, and the font program it draws with.

The codes are turned into text by ToUnicode alone (ISO 32000-1, 9.10.3), whose CMap is read with
QPDF's tokeniser. The fonts expected are Type 0 with two-byte Identity codes; any other font is
told as a fault, because what it shows could not be proved.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from zhengben.proof.extraction import Fault, code_points

UNREADABLE = "\ufffd"
_IDENTITY = {"/Identity-H": False, "/Identity-V": True}
# a CMap cannot name more codes than two bytes have
_MOST_CODES = 0x10000


class PdfFont:
    """A font as the pages use it.

    ``used`` maps each code that was shown to its text and the first page that shows it.
    """

    def __init__(self, font: pikepdf.Object) -> None:
        self.name = str(font.get("/BaseFont", "/")).lstrip("/").rpartition("+")[2]
        self.faults: list[Fault] = []
        self.used: dict[int, tuple[str, int]] = {}
        self._shown: dict[int, tuple[str, float]] = {}
        self.dictionary = font
        self.descendant: Any = None
        encoding = font.get("/Encoding")
        self.vertical = _IDENTITY.get(str(encoding), False)
        self.code_bytes = 1
        if font.get("/Subtype") == "/Type0" and str(encoding) in _IDENTITY:
            self.code_bytes = 2
            self.descendant = font.DescendantFonts[0]
        else:
            self._fault(
                "font-kind",
                f"the font {self.name} is not a Type 0 font with Identity codes, "
                "so what it shows cannot be proved.",
            )
        self._unicode = self._read_unicode(font.get("/ToUnicode"))
        self._widths, self._default = _widths(self.descendant)

    def _fault(self, code: str, sentence: str) -> None:
        self.faults.append(Fault(code, f"font {self.name}", sentence))

    def show(self, strings: Sequence[bytes], page: int) -> tuple[str, float, int]:
        """Return the text, the width (in thousandths of an em) and the number of codes shown."""
        if any(len(string) % self.code_bytes for string in strings):
            self._fault("half-code", f"page {page} shows half a code in the font {self.name}.")
            return UNREADABLE, 0.0, 1
        codes = self.codes(strings)
        text: list[str] = []
        width = 0.0
        for code in codes:
            character, advance = self._shown.get(code) or self.meet(code, page)
            text.append(character)
            width += advance
        return "".join(text), width, len(codes)

    def codes(self, strings: Sequence[bytes]) -> tuple[int, ...]:
        """Return the codes of strings; half a code at the end of all is none."""
        data, size = b"".join(strings), self.code_bytes
        count = len(data) // size
        return struct.unpack(f">{count}{'H' if size == 2 else 'B'}", data[: count * size])

    def width(self, code: int) -> float:
        """Return the width of a code in thousandths of an em."""
        return self._widths.get(code, self._default)

    def meet(self, code: int, page: int) -> tuple[str, float]:
        """Return the text and the width of a code that a page shows."""
        if code not in self._shown:
            text = self._text(code, page)
            self.used[code] = (text, page)
            self._shown[code] = (text, self.width(code))
        return self._shown[code]

    def _text(self, code: int, page: int) -> str:
        """Return what a code says, or the replacement character and a fault."""
        text = self._unicode.get(code)
        if not text or any(_says_nothing(c) for c in text):
            what = "no text" if not text else f"{code_points(text)}, which is no character"
            self._fault(
                "no-unicode",
                f"page {page} shows glyph {code} of the font {self.name}, "
                f"for which ToUnicode gives {what}.",
            )
            return UNREADABLE
        return text

    def _read_unicode(self, cmap: pikepdf.Object | None) -> dict[int, str]:
        if not isinstance(cmap, pikepdf.Stream):
            return {}
        mapping: dict[int, str] = {}
        for code, text in _entries(cmap):
            if mapping.setdefault(code, text) != text:
                self._fault(
                    "two-readings",
                    f"ToUnicode of the font {self.name} gives glyph {code} two readings, "
                    f"{mapping[code]} and {text}.",
                )
        return mapping


def _says_nothing(character: str) -> bool:
    """Say whether a character is a control, private-use, surrogate or replacement character."""
    point = ord(character)
    return (
        point < 0x20
        or 0x7F <= point < 0xA0
        or 0xD800 <= point <= 0xF8FF
        or character == UNREADABLE
        or point >= 0xF0000
    )


def _entries(cmap: pikepdf.Stream) -> Iterator[tuple[int, str]]:
    """Yield the codes of a ToUnicode CMap with their texts."""
    left = _MOST_CODES
    for instruction in pikepdf.parse_content_stream(cmap):
        name, operands = str(instruction.operator), list[Any](instruction.operands)
        if name == "endbfchar":
            for code, text in zip(operands[::2], operands[1::2], strict=True):
                yield int.from_bytes(bytes(code), "big"), _utf16(bytes(text))
        elif name == "endbfrange":
            for first, last, texts in zip(
                operands[::3], operands[1::3], operands[2::3], strict=True
            ):
                start, stop = (int.from_bytes(bytes(end), "big") for end in (first, last))
                left -= stop - start + 1
                if left < 0:
                    return
                for code in range(start, stop + 1):
                    yield code, _in_range(texts, code - start)


def _in_range(texts: pikepdf.Object, step: int) -> str:
    """Return the text of one code of a bfrange: a list names each, a string counts upwards."""
    if isinstance(texts, pikepdf.Array):
        return _utf16(bytes(texts[step])) if step < len(texts) else ""
    first = bytes(texts)
    counted = int.from_bytes(first, "big") + step
    return _utf16(counted.to_bytes(len(first), "big"))


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "replace")


def _widths(descendant: Any) -> tuple[dict[int, float], float]:
    """Read /W and /DW of a CIDFont (ISO 32000-1, 9.7.4.3)."""
    if descendant is None:
        return {}, 0.0
    widths: dict[int, float] = {}
    items = list(descendant.get("/W", ()))
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            widths.update((first + n, float(width)) for n, width in enumerate(second.as_list()))
            at += 2
        else:
            last = min(int(second), first + _MOST_CODES)
            widths.update(dict.fromkeys(range(first, last + 1), float(items[at + 2])))
            at += 3
    return widths, float(descendant.get("/DW", 1000))
