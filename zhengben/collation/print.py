"""Writes the collation edition as a PDF: two scripts side by side, each column in its language."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from zhengben.apparatus.colophon import facts, script_fact
from zhengben.collation.columns import (
    COLUMN_EM,
    GAP_EM,
    GUTTER_EM,
    SetSide,
    set_columns,
)
from zhengben.design.assets import Assets
from zhengben.design.faces import chain_for, face_for
from zhengben.design.kinds import PrintEdition
from zhengben.design.stylesheet import edition_sheet
from zhengben.design.templates import environment
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.fonts.chain import prepare_chains
from zhengben.fonts.choice import FaceChoice, choose, needs_glyph
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import require_glyphs, require_shown
from zhengben.formats.pdf.drawn import DrawnLines
from zhengben.formats.pdf.engine import MadeUp
from zhengben.formats.pdf.writer import Pdf, finish, place
from zhengben.linebreaking import ComposedLine
from zhengben.timing import span


def print_collation(
    left: Declaration,
    right: Declaration,
    edition: PrintEdition,
    assets: Assets,
    source: Path,
    tool: str,
) -> Pdf:
    """Make the PDF of two declarations that are one text in two scripts."""
    words = WORDS[left.script]
    with span("fonts"):
        choices, shown = _choices(left, right, edition, tool)
        for choice, declaration in ((choices["--left"], left), (choices["--right"], right)):
            require_glyphs(choice, declaration.lines, source)
            require_shown(choice, source.with_name("document.toml"))
        fonts, measured = prepare_chains(choices, shown, assets.cache / "fonts", {})
    rows = _facts(left, right, edition, tool, list(choices.values()))
    with span("compose"):
        metrics = [measured[name] for name in ("--left", "--right")]
        pages = set_columns(left, right, edition, metrics)
    with span("template"):
        drawn = DrawnColumns(edition, measured)
        template = environment(assets.templates, assets.cache / "templates").get_template(
            edition.template
        )
        html = template.render(
            left=left,
            right=right,
            edition=edition,
            pages=pages,
            facts=rows,
            words=words,
            heading=words.collation.format(words.scripts[left.script], words.scripts[right.script]),
            fonts={font.key: font.path.name for font in fonts},
            drawn=drawn,
            tool=tool,
        )
    em = edition.text_pt
    tokens = {n: ", ".join(m.key for m in face.members) for n, face in measured.items()} | {
        "--text": measured["--left"].key,
        "--second-head": measured.get("--second-head", measured["--head"]).key,
        "--squeeze": '"chws"',
        "--gutter": f"{GUTTER_EM * em}pt",
        "--column": f"{COLUMN_EM * em}pt",
        "--second": f"{(GUTTER_EM + COLUMN_EM + GAP_EM) * em}pt",
        "--middle": f"{(GUTTER_EM + COLUMN_EM + GAP_EM / 2) * em}pt",
    }
    sheet = edition_sheet(assets.styles, edition, tokens)

    faces = {metrics.key: metrics for metrics in measured.values()}
    # the colophon stands on a page of its own
    made = MadeUp(html, len(pages) + 1, drawn.blocks, faces, sheet.decode(), edition)
    return finish(place(made, fonts, assets), left, edition)


class DrawnColumns(DrawnLines):
    """The blocks of both columns, in the faces that are ``measured``, by what the sheet calls them.

    Adjacent marks are squeezed in both.
    """

    def __init__(self, edition: PrintEdition, measured: Mapping[str, Metrics]) -> None:
        super().__init__(edition, measured["--left"].key, squeeze=True)
        self.measured = measured

    def side(self, side: SetSide, lines: Sequence[ComposedLine], name: str) -> str:
        """Take up lines of a side, ``left`` or ``right``, and return their address."""
        # its emphasis is in a face of its own script
        self._around = "second" if name == "right" else ""
        if side.title:
            return self.lines(lines)
        return self.spaced(lines, COLUMN_EM, self.measured[f"--{name}"].key)


def _facts(
    left: Declaration, right: Declaration, edition: PrintEdition, tool: str,
    choices: Sequence[FaceChoice] = (),
) -> list[tuple[str, str]]:  # fmt: skip
    """Return the rows of the colophon: those of both texts, in the words of the left one."""
    words = WORDS[left.script]
    # its colophon has one page
    left = replace(left, prints_variants=False)
    faces = [face_for(style, d.script) for d in (left, right) for style in ("serif", "sans")]
    faces += [face for choice in choices for face in choice.faces[1:]]
    found = []
    for term, value in facts(left, edition.name, words, faces, tool):
        found.append((term, value))
        if term == words.script_label:
            found.append((term, script_fact(right, words)))
    for conversion in filter(None, (right.conversion,)):
        found.insert(-2, (words.text_sha256, conversion.text_sha256))
    return found


def _choices(
    left: Declaration, right: Declaration, edition: PrintEdition, tool: str
) -> tuple[dict[str, FaceChoice], dict[str, frozenset[str]]]:
    """Choose the faces of both columns, by what the sheet calls them; return what each must show.

    The names of faces are in letters that are always shown.
    """
    ours = [string.printable, "、：—", left.short_title, *WORDS[left.script].all()]
    ours += [text for row in _facts(left, right, edition, tool) for text in row]
    choices, characters = dict[str, FaceChoice](), dict[str, frozenset[str]]()
    for name, style, declaration, more in (
        ("--left", "serif", left, ours),
        ("--right", "serif", right, [string.printable]),
        ("--head", "sans", left, ours),
        ("--second-head", "sans", right, [string.printable]),
    ):
        if name == "--second-head" and not any(
            m.kind == "em" for n in right.lines for m in n.marks
        ):
            continue
        shown = declaration.text, *declaration.beside, *more
        characters[name] = frozenset(filter(needs_glyph, "".join(shown)))
        chain = chain_for(style, declaration.script, declaration.fonts)
        choices[name] = choose(chain, characters[name], shown)
    return choices, characters
