"""Keeps the pictures and formulas that a capture itself holds, under names of our own."""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import unquote_to_bytes

from lxml import etree
from msgspec import Struct, field

from zhengben.document.regex import regex

MOST_PICTURE = 4_000_000
MOST_OBJECTS = 500
_MOST_TOGETHER = 32_000_000
_LONGEST_WORDS = 500
# how each kind begins, and what stands near its end where nothing was cut off
_PICTURES = (
    (".png", regex(rb"\x89PNG\r\n\x1a\n"), b"IEND\xaeB`\x82"),
    (".jpg", regex(rb"\xff\xd8\xff"), b"\xff\xd9"),
    (".gif", regex(rb"GIF8[79]a"), b";"),
)
# a drawing as a file of its own, and what no drawing of ours may hold (zhengben.figures.svg)
_SVG = regex(
    rb"\s*(?:\xef\xbb\xbf)?(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<svg[\s>/]",
    re.DOTALL,
)
_SVG_NAMESPACE = regex(rb"""xmlns\s*=\s*["']http://www\.w3\.org/2000/svg["']""")
_SVG_ENDS = regex(rb"(?:</svg\s*>|/>)\s*$")
_STRANGE = regex(
    rb"<!DOCTYPE|<!ENTITY|<(?:script|foreignObject|image|animate\w*|set|filter|a)[\s>/]|\son\w+\s*="
    rb"|javascript:|@import",
    re.IGNORECASE,
)
_DRAWN = regex(rb"<(?:path|rect|circle|ellipse|line|polyline|polygon|text|use)[\s>/]")
NOT_TAKEN = (
    "picture that the page holds itself and that cannot be taken: a whole PNG, JPEG or GIF can, "
    "or an SVG without scripts, links, pictures, effects and document type, of 4 MB at most"
)
_DATA = regex(r"data:image/[\w.+-]+((?:;[\w.=+-]+)*?)(;base64)?,", re.IGNORECASE)
_LONG_DATA = regex(
    rf"(data:image/[\w.+-]+;base64,)[A-Za-z0-9+/=%\s]{{{MOST_PICTURE * 3 // 2},}}", re.IGNORECASE
)
_MATHML = "http://www.w3.org/1998/Math/MathML"
# presentation MathML (MathML Core, 2 and 3); nothing that links or runs
_ELEMENTS = frozenset(
    re.findall(
        r"\w+",
        "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle mpadded mphantom mfenced msub "
        "msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd",
    )
)
_ATTRIBUTES = frozenset(
    re.findall(
        r"\w+",
        "display displaystyle mathvariant open close separators fence stretchy form accent "
        "accentunder linethickness columnspan rowspan columnalign rowalign lspace rspace",
    )
)


class Objects(Struct):
    """The files of pictures and formulas by name, in the order in which they are found."""

    files: dict[str, bytes] = field(default_factory=dict)
    _names: dict[bytes, str] = field(default_factory=dict)
    _size: int = 0

    def picture(self, data: bytes) -> str:
        """Keep a PNG, JPEG, GIF or plain SVG; return its name, or nothing for anything else."""
        tail = data[-64:]
        kinds = (suffix for suffix, begins, ends in _PICTURES
                 if begins.match(data) and ends in tail)  # fmt: skip
        suffix = next(kinds, ".svg" if _is_drawing(data) else "")
        return self._keep("picture", suffix, data) if suffix and len(data) <= MOST_PICTURE else ""

    def formula(self, element: etree._Element) -> str:
        """Keep an element of presentation MathML; return its name, or an empty text."""
        made = _mathml(element)
        return self._keep("formula", ".mml", etree.tostring(made)) if made is not None else ""

    def _keep(self, stem: str, suffix: str, data: bytes) -> str:
        if data not in self._names:
            if len(self.files) >= MOST_OBJECTS or self._size + len(data) > _MOST_TOGETHER:
                return ""
            self._size += len(data)
            number = 1 + sum(name.startswith(stem) for name in self.files)
            self._names[data] = f"{stem}-{number}{suffix}"
            self.files[self._names[data]] = data
        return self._names[data]


def _mathml(element: etree._Element) -> etree._Element | None:
    """Return a copy in the namespace of MathML, without attributes that may link or run."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name == "semantics" and len(element):
        return _mathml(element[0])
    if name not in _ELEMENTS:
        return None
    made = etree.fromstring(f'<{name} xmlns="{_MATHML}"/>')
    for key, value in element.attrib.items():
        if key in _ATTRIBUTES:
            made.set(key, value)
    made.text = element.text
    for child in element:
        inner = _mathml(child)
        if inner is None or (child.tail or "").strip():
            return None
        made.append(inner)
    return made


def without_long_data(text: str) -> str:
    """Return a page without the data of pictures beyond the bound, which a parser would choke on.

    Their elements stay, and are asked about.
    """
    return _LONG_DATA.sub(r"\1", text)


def from_data_uri(address: str) -> bytes | None:
    """Return the bytes of a picture in a ``data:`` address; None if it is another address.

    What is no base64, or longer than a picture may be, gives no bytes (RFC 2397).
    """
    found = _DATA.match(address.lstrip())
    if found is None:
        return None if not address.lstrip().lower().startswith("data:") else b""
    body = address.lstrip()[found.end() :]
    if len(body) > MOST_PICTURE * 3 // 2:
        return b""
    data = unquote_to_bytes(body)
    if not found[2]:
        return data
    try:
        return base64.b64decode(b"".join(data.split()), validate=True)
    except binascii.Error:
        return b""


def _is_drawing(data: bytes) -> bool:
    if len(data) > MOST_PICTURE or not _SVG.match(data) or _STRANGE.search(data):
        return False
    return bool(_SVG_NAMESPACE.search(data) and _SVG_ENDS.search(data[-64:]))


def is_spacer(data: bytes) -> bool:
    """Tell a GIF of one or two pixels, or an SVG of nothing, which only take room on a page."""
    if _is_drawing(data):
        return not _DRAWN.search(data)
    wide, high = (int.from_bytes(data[at : at + 2], "little") for at in (6, 8))
    return data.startswith(b"GIF8") and wide * high <= 4


def words_of(text: str) -> str:
    """Return the words for a picture, or the source of a formula, as one line that can be shown."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())[:_LONGEST_WORDS].rstrip()
