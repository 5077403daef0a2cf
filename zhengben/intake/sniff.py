"""Finds out what a file is: which reader takes it and how it is encoded, or why none does."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from zhengben.capture.base import MOST_BYTES
from zhengben.document.errors import ContentError
from zhengben.document.regex import regex

_MAGIC = (
    (b"%PDF", "is a PDF, which holds glyphs, not text; save the page as HTML or text"),
    (b"\x89PNG", "is a picture (PNG); save the page itself, as HTML or text"),
    (b"\xff\xd8\xff", "is a picture (JPEG); save the page itself, as HTML or text"),
    (b"GIF8", "is a picture (GIF); save the page itself, as HTML or text"),
    (b"BM", "is a picture (BMP); save the page itself, as HTML or text"),
    (b"II*\0", "is a picture (TIFF); save the page itself, as HTML or text"),
    (b"MM\0*", "is a picture (TIFF); save the page itself, as HTML or text"),
    (b"\xd0\xcf\x11\xe0", "is an old Word file (.doc); save it as .docx"),
    (b"{\\rtf", "is a rich text file (.rtf); save it as .docx"),
    (b"\x1f\x8b", "is compressed (gzip); unpack it first"),
    (b"7z\xbc\xaf", "is compressed (7z); unpack it first"),
    (b"Rar!", "is compressed (rar); unpack it first"),
)
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html", ".md": "markdown",
    ".markdown": "markdown", ".wiki": "wikitext", ".wikitext": "wikitext", ".mediawiki": "wikitext",
}  # fmt: skip
_CHARSET = regex(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_HTML = regex(r"<(?:!doctype html|html|body|div|p|table|h1|article)\b", re.IGNORECASE)
_WIKITEXT = regex(r"\{\{[^{}]+(?:\}\}|\|)|\[\[[^\[\]]+\]\]|^={2,6}[^=]+={2,6}\s*$", re.MULTILINE)
_ASCII = regex(r"[\x00-\x7f]+")
_MARKDOWN = regex(r"^#{1,6} \S", re.MULTILINE)
# the characters that official Chinese text cannot do without, in both scripts
_COMMON = frozenset(
    "的一是不在人有我他這这中大來来上國国個个到說说們们為为子和地出道也時时年得就那要下以生會会自着去之過过"
    "家學学對对可里所後后多天成於于關关法律條条第合作約约方政府組織组织各本員员機机及與与其應应當当或部規规定"
    "發发展經经共同民主平安全日月由依行事業业務务席理聯联議议決决公布實实施，。、；：（）《》「」　"
)
_ENCODINGS = ("gb18030", "big5hkscs")


class Sniffed(Struct, frozen=True):
    """A file as received, with the reader and the encoding that fit it."""

    data: bytes
    reader: str
    encoding: str


def sniff(path: Path, encoding: str = "") -> Sniffed:
    """Read a file and say what it is; raise ContentError with one sentence when no reader fits."""
    data = _read(path)
    for magic, sentence in _MAGIC:
        if data.startswith(magic) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
            raise ContentError(f"{sentence}.", path)
    if data.startswith(b"PK"):
        if b"word/" not in data:
            raise ContentError("is a zip archive, but no Word file; unpack it first.", path)
        return Sniffed(data, "docx", "utf-8")
    if path.suffix.lower() == ".docx":
        raise ContentError("is no Word file, whatever its name; save it again as .docx.", path)
    found = encoding or _encoding(data, path)
    try:
        text = data.decode(found)
    except (LookupError, ValueError):
        raise ContentError(f"is not in {found}; name its encoding with --encoding.", path) from None
    if "\0" in text:
        raise ContentError("is not text; save the page as HTML or text.", path)
    if not text.strip("\ufeff \t\r\n\xa0\u3000"):
        raise ContentError("is empty; save the page again.", path)
    return Sniffed(data, _reader(text, path), found)


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ContentError("is a folder; name the file of the page.", path)
        size = path.stat().st_size
        if size > MOST_BYTES:
            sentence = f"has {size // 1_000_000} MB, more than any text; save the text by itself."
            raise ContentError(sentence, path)
        # a pipe or a growing file has no size to go by
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise ContentError(f"cannot be read ({error.strerror}); check its name.", path) from None
    if not data:
        raise ContentError("is empty; save the page again.", path)
    if len(data) > MOST_BYTES:
        raise ContentError("is larger than any text; save the text by itself.", path)
    return data


def _encoding(data: bytes, path: Path) -> str:
    """Return the encoding: a byte order mark, UTF-8, what the page says, or the likelier one."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error
    else:
        return "utf-8"
    said = _CHARSET.search(data[:4096])
    declared = said[1].decode("ascii", "replace").lower() if said else ""
    declared = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(declared, declared)
    scores = {name: _score(data, name) for name in _ENCODINGS}
    best = max(scores, key=lambda name: (scores[name], name == declared))
    if scores[best] < 0.08:
        said_so = f" (the page says {declared})" if declared else ""
        raise ContentError(
            f"is in no encoding known here{said_so}: byte 0x{data[wrong.start]:02X} in line "
            f"{data.count(10, 0, wrong.start) + 1} is not UTF-8, and it does not read as GB18030 "
            "or Big5; name its encoding with --encoding, or save it as UTF-8.",
            path,
        )
    return best


def _score(data: bytes, encoding: str) -> float:
    """Return how much of a text, read in an encoding, are common characters; 0 if it fails."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    # the beginning of a text tells as much as the whole
    beyond = _ASCII.sub("", text)[:50_000]
    return sum(map(_COMMON.__contains__, beyond)) / len(beyond) if beyond else 0.0


def _reader(text: str, path: Path) -> str:
    reader = _SUFFIXES.get(path.suffix.lower(), "")
    start = text[:20_000]
    if reader == "html" and not _HTML.search(text):
        raise ContentError("is named as HTML but holds no element; save the page again.", path)
    if reader:
        return reader
    if re.match(r"\s*(?:<\?xml|<!doctype html|<html)", start, re.IGNORECASE):
        return "html"
    if len(_WIKITEXT.findall(start)) >= 2:
        return "wikitext"
    return "markdown" if len(_MARKDOWN.findall(start)) >= 2 else "text"
