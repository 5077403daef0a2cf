"""From a Declaration to the bytes of a web page, with fonts, sheet and script in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import jinja2
from markupsafe import Markup

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
from zhengben.fonts.choice import choose, needs_glyph, require_glyphs
from zhengben.formats.web.packing import (
    INVISIBLE,
    characters_of,
    face_rule,
    policy,
    unescaped,
)
from zhengben.formats.web.page import WebPage
from zhengben.linebreaking.titles import break_title

# a title breaks by sense into lines of at most so many characters, which a phone shows in one
_TITLE_LINE = 12
# what the sheet calls the page's own font, where it lists faces
_PAGE_FACE = '"book",'


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
    shown = characters_of(template.render("", ""))
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
        names = page.declaration.names
        self.environment.filters["by_sense"] = lambda text: _by_sense(text, names)

    def render(self, sheet: str, script: str) -> str:
        """Return the page with a sheet and a script, whose hashes its policy names."""
        try:
            html = self.environment.get_template(self.name).render(
                sheet=unescaped(sheet, "sheet"),
                script=unescaped(script, "script"),
                policy=policy(sheet, script),
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


def _by_sense(text: str, names: Sequence[str]) -> Markup:
    """Return words of a title with places where a line may end, and nowhere else does."""
    return Markup("<wbr/>").join(upright(line) for line in break_title(text, _TITLE_LINE, names))


def _with_fonts(sheet: str, declaration: Declaration, shown: frozenset[str]) -> str:
    """Return a sheet with the fonts that show a page, as data."""
    wanted = shown - INVISIBLE
    choice = choose(
        chain_for("serif", declaration.script, declaration.fonts), filter(needs_glyph, wanted)
    )
    lines = ((line.id, line.text) for line in declaration.lines)
    notes = ((note.id, note.text) for note in declaration.notes)
    require_glyphs(choice, declaration.id, (*lines, *notes, ("the page", "".join(sorted(shown)))))
    faces = [face_rule("book", 0, choice, wanted)]
    for place in choice.places[1:]:
        faces.append(face_rule(choice.chain[place].key, place, choice, wanted))
    names = "".join(f' "{choice.chain[place].key}",' for place in choice.places[1:])
    return "".join(faces) + sheet.replace(_PAGE_FACE, _PAGE_FACE + names)
