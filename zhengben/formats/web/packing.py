"""What a web page that needs no other file is packed with: its policy, its sheet and its fonts."""

from __future__ import annotations

import base64
import hashlib

from lxml import etree
from markupsafe import Markup, escape

from zhengben.design.faces import Face
from zhengben.document.errors import RenderError
from zhengben.fonts.choice import FaceChoice
from zhengben.fonts.subset import subset_for_book, subset_of_letters
from zhengben.fonts.woff2 import woff2

# what shows nothing and needs no glyph
INVISIBLE = frozenset("\u2060\u200b\ufe0e\ufffc\n")
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))
_MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_UNSHOWN = frozenset(("head", "script", _MATHML))
_RECEIVED = "received"


def unescaped(text: str, what: str) -> Markup:
    """Return a sheet or script as it stands in a page that is read as HTML and as XML."""
    for character in "<&":
        if character in text:
            line = text[: text.index(character)].count("\n")
            raise RenderError(
                f"The {what} of the web page, line {line}, has “{character}”, which a page that "
                "is HTML and XML at once cannot hold; write it without."
            )
    return Markup(text)


def policy(sheet: str, script: str) -> str:
    """Return the content security policy: what the page brings itself, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(sheet)}; script-src {_hash(script)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """Return the source expression of an inline element (Content Security Policy 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def characters_of(html: str) -> frozenset[str]:
    """Return the characters that the fonts of a page have to show."""
    try:
        root = etree.fromstring(html.encode())
    except etree.XMLSyntaxError as error:
        raise RenderError(
            f"The templates of the web page give no well-formed page: {error.msg}; mend them."
        ) from None
    return frozenset(_texts(root)) | _ALWAYS


def _texts(element: etree._Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else "script"
    name = tag.removeprefix("{http://www.w3.org/1999/xhtml}")
    if name in _UNSHOWN or _RECEIVED in (element.get("class") or "").split():
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += (_texts(child), child.tail or "")
    return "".join(parts)


def face_rule(name: str, place: int, choice: FaceChoice, shown: frozenset[str]) -> str:
    """Return the rule of a font that shows what a face of the chain serves."""
    return font_rule(name, choice.chain[place], choice.shown_by(place, shown))


def font_rule(name: str, face: Face, served: frozenset[str]) -> str:
    """Return the rule of a font that shows some characters in a face."""
    font = (subset_for_book if face.han else subset_of_letters)(face.path, served)
    data = base64.b64encode(woff2(font)).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{ font-family: "{escape(name)}"; src: {source}; }}\n'
