"""What a web page that needs no other file is packed with: its policy, its sheet and its fonts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable

from lxml import etree
from markupsafe import Markup, escape

from zhengben.design.faces import Face, chain_for
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.fonts.choice import FaceChoice, choose, needs_glyph, require_glyphs
from zhengben.fonts.subset import subset_for_book, subset_of_letters
from zhengben.fonts.woff2 import woff2

# what shows nothing and needs no glyph
INVISIBLE = frozenset("\u2060\u200b\ufe0e\ufffc\n")
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))
_MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_UNSHOWN = frozenset(("head", "script", _MATHML))
_RECEIVED = "received"
# the generic families behind the faces of a column
_FAMILIES = {"zh-Hant": '"Songti TC", PMingLiU, serif', "zh-Hans": '"Songti SC", SimSun, serif'}


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


def policy(sheet: str, script: str = "") -> str:
    """Return the content security policy: what the page brings itself, and nothing else.

    One without a script allows none.
    """
    scripts = f"script-src {_hash(script)}; " if script else ""
    return (
        f"default-src 'none'; style-src {_hash(sheet)}; {scripts}"
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


def characters_by_language(html: str) -> dict[str, frozenset[str]]:
    """Return the characters that the fonts of a page have to show in each of its languages."""
    found = dict[str, set[str]]()

    def gather(element: etree._Element, language: str) -> None:
        tag = element.tag if isinstance(element.tag, str) else "script"
        language = element.get("lang", language)
        if tag.removeprefix("{http://www.w3.org/1999/xhtml}") not in _UNSHOWN:
            found.setdefault(language, set(_ALWAYS)).update(element.text or "")
            for child in element:
                gather(child, language)
                found[language].update(child.tail or "")

    gather(etree.fromstring(html.encode()), "")
    return {language: frozenset(its) for language, its in found.items()}


def column_fonts(columns: Iterable[tuple[str, Declaration, frozenset[str]]]) -> str:
    """Return the rules of the fonts that show columns of texts, each face once, as data.

    A column is what chooses it in a sheet, its text, and the characters to be shown in it; the
    first font is called “book”. Raises ContentError for a line with a character that no face has.
    """
    served, rules = dict[str, tuple[Face, frozenset[str]]](), list[str]()
    own = ""
    for selector, text, shown in columns:
        wanted = shown - INVISIBLE
        choice = choose(chain_for("serif", text.script, text.fonts), filter(needs_glyph, wanted))
        require_glyphs(choice, text.id, ((line.id, line.text) for line in text.lines))
        own = own or choice.chain[0].key
        names = list[str]()
        for place in choice.places:
            face, characters = choice.chain[place], choice.shown_by(place, wanted)
            key = "book" if face.key == own else face.key
            before = served.get(key, (face, frozenset[str]()))[1]
            served[key] = face, before | characters
            names.append(f'"{key}"')
        family = ", ".join((*names, _FAMILIES.get(text.script[:7], "serif")))
        rules.append(f"{selector} {{ font-family: {family}; }}\n")
    faces = (font_rule(name, face, characters) for name, (face, characters) in served.items())
    return "".join((*faces, *rules))


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
