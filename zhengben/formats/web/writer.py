"""From a Declaration to the bytes of a web page, with fonts, sheet and script in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

import jinja2
from lxml import etree
from markupsafe import Markup, escape

from zhengben.apparatus.pieces import upright
from zhengben.design.assets import Assets
from zhengben.design.faces import chain_for
from zhengben.design.kinds import WebEdition
from zhengben.design.templates import environment
from zhengben.design.wording import WORDS
from zhengben.document.artefacts import Sibling
from zhengben.document.declaration import Declaration
from zhengben.document.errors import RenderError
from zhengben.files.toml import read_bytes, read_text
from zhengben.fonts.choice import FaceChoice, choose, needs_glyph, require_glyphs
from zhengben.fonts.subset import subset_for_book, subset_of_letters
from zhengben.fonts.woff2 import woff2
from zhengben.formats.web.page import WebPage
from zhengben.linebreaking.titles import break_title

# a title breaks by sense into lines of at most so many characters, which a phone shows in one
_TITLE_LINE = 12
# what the sheet calls the page's own font, where it lists faces
_PAGE_FACE = '"book",'
# what shows nothing and needs no glyph
_INVISIBLE = frozenset("\u2060\u200b\ufe0e\ufffc\n")
_ALWAYS = frozenset(map(chr, range(0x20, 0x7F)))
_MATHML = "{http://www.w3.org/1998/Math/MathML}math"
_UNSHOWN = frozenset(("head", "script", _MATHML))
_RECEIVED = "received"


def write_web(
    declaration: Declaration,
    edition: WebEdition,
    assets: Assets,
    *,
    generator: str,
    siblings: Sequence[Sibling] = (),
    folder: Path | None = None,
) -> bytes:
    """Return one HTML document in UTF-8, well-formed as XML too, that needs no other file.

    ``siblings`` are the files that lie beside it; ``folder`` is where the files of pictures and
    formulas lie. Raises RenderError for a character that no face has or a template that fails.
    """
    if declaration.script not in WORDS:
        raise RenderError(f"There is no web page in the script {declaration.script}.")
    objects = {o.file: read_bytes((folder or Path()) / o.file) for o in declaration.objects}
    page = WebPage(declaration, edition, generator, siblings, objects)
    template = _Template(page, edition, assets)
    # what the page shows decides its fonts, and they its sheet, whose hash stands in its head
    shown = _shown(template.render("", ""))
    sheet = _with_fonts(read_text(assets.styles / edition.sheet), declaration, shown)
    script = read_text(assets.templates / edition.script)
    return template.render(f"\n{sheet}", f"\n{script}").encode()


class _Template:
    """The template of a page, and what it is filled with."""

    def __init__(self, page: WebPage, edition: WebEdition, assets: Assets) -> None:
        self.page, self.name = page, edition.template
        self.environment = environment(assets.templates, assets.cache / "templates")
        self.environment.globals["page"] = page
        self.environment.filters["cells"] = upright
        self.environment.filters["by_sense"] = _by_sense

    def render(self, sheet: str, script: str) -> str:
        """Return the page with a sheet and a script, whose hashes its policy names."""
        try:
            html = self.environment.get_template(self.name).render(
                sheet=_unescaped(sheet, "sheet"),
                script=_unescaped(script, "script"),
                policy=_policy(sheet, script),
            )
        except jinja2.TemplateSyntaxError as error:
            raise RenderError(
                f"The template {error.name}, line {error.lineno}: {error.message}; mend it."
            ) from None
        except jinja2.TemplateNotFound as error:
            raise RenderError(f"The template {error.name} is missing; restore it.") from None
        except jinja2.TemplateError as error:
            told = f"The template {self.name} fails: {error.message}; mend it."
            raise RenderError(told) from None
        return html


def _unescaped(text: str, what: str) -> Markup:
    """Return a sheet or script as it stands in a page that is read as HTML and as XML."""
    for character in "<&":
        if character in text:
            line = text[: text.index(character)].count("\n")
            raise RenderError(
                f"The {what} of the web page, line {line}, has “{character}”, which a page that "
                "is HTML and XML at once cannot hold; write it without."
            )
    return Markup(text)


def _policy(sheet: str, script: str) -> str:
    """Return the content security policy: what the page brings itself, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(sheet)}; script-src {_hash(script)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    """Return the source expression of an inline element (Content Security Policy 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _by_sense(text: str) -> Markup:
    """Return words of a title with places where a line may end, and nowhere else does."""
    return Markup("<wbr/>").join(upright(line) for line in break_title(text, _TITLE_LINE))


def _shown(html: str) -> frozenset[str]:
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


def _with_fonts(sheet: str, declaration: Declaration, shown: frozenset[str]) -> str:
    """Return a sheet with the fonts that show a page, as data."""
    wanted = shown - _INVISIBLE
    choice = choose(
        chain_for("serif", declaration.script, declaration.fonts), filter(needs_glyph, wanted)
    )
    lines = ((line.id, line.text) for line in declaration.lines)
    notes = ((note.id, note.text) for note in declaration.notes)
    require_glyphs(choice, declaration.id, (*lines, *notes, ("the page", "".join(sorted(shown)))))
    faces = [_face("book", 0, choice, wanted)]
    for place in choice.places[1:]:
        faces.append(_face(choice.chain[place].key, place, choice, wanted))
    names = "".join(f' "{choice.chain[place].key}",' for place in choice.places[1:])
    return "".join(faces) + sheet.replace(_PAGE_FACE, _PAGE_FACE + names)


def _face(name: str, place: int, choice: FaceChoice, shown: frozenset[str]) -> str:
    """Return the rule of a font that shows what a face of the chain serves."""
    face, served = choice.chain[place], choice.shown_by(place, shown)
    font = (subset_for_book if face.han else subset_of_letters)(face.path, served)
    data = base64.b64encode(woff2(font)).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    return f'@font-face {{ font-family: "{escape(name)}"; src: {source}; }}\n'
