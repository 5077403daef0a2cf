"""From a set declaration to made-up pages, through the edition's Jinja template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zhengben.design.genres import genre_of
from zhengben.design.templates import environment
from zhengben.design.wording import Words
from zhengben.formats.pdf.drawn import DrawnLines
from zhengben.pagination.pages import SetDocument
from zhengben.typesetting.colophon import TERM_EM
from zhengben.typesetting.instruments import COLUMN_GAP_EM


def print_html(
    document: SetDocument, templates: Path, cache: Path, fonts: Mapping[str, str],
    drawn: DrawnLines, words: Words, tool: str,
) -> str:  # fmt: skip
    """Return the HTML of a print edition, whose lines ``drawn`` takes up.

    ``fonts`` maps the names that sheets use for faces to the files that the fetcher serves.
    """
    declaration, edition = document.declaration, document.edition
    template = environment(templates, cache).get_template(edition.template)
    return template.render(
        doc=declaration,
        genre=genre_of(declaration),
        edition=edition,
        set=document,
        drawn=drawn,
        fonts=fonts,
        words=words,
        note_indent_em=document.measures.note_indent_em,
        term_em=TERM_EM,
        columns=document.measures.column_ems,
        column_gap_em=COLUMN_GAP_EM,
        groups={group.first: group.title for group in declaration.groups},
        tool=tool,
    )
