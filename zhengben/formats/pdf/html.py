"""From a set declaration to HTML, through the edition's Jinja template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zhengben.design.genres import genre_of
from zhengben.design.templates import environment
from zhengben.design.wording import Words
from zhengben.linebreaking import CALL_GAP_EM, GAP_EM
from zhengben.pagination.pages import SetDocument
from zhengben.typesetting.colophon import TERM_EM
from zhengben.typesetting.compositor import spacings
from zhengben.typesetting.footnotes import NOTE_INDENT_EM
from zhengben.typesetting.instruments import COLUMN_GAP_EM


class Begun:
    """Tells of each anchor whether an element has begun it already; one render has one of them."""

    def __init__(self) -> None:
        self._anchors = set[str]()

    def __call__(self, anchor: str) -> bool:
        """Say whether an anchor has been asked for before."""
        known = anchor in self._anchors
        self._anchors.add(anchor)
        return known


def print_html(
    document: SetDocument, templates: Path, cache: Path, fonts: Mapping[str, str], words: Words,
    tool: str,
) -> str:  # fmt: skip
    """Return the HTML of a print edition.

    ``fonts`` maps the names that sheets use for faces to the files that the fetcher serves.
    """
    declaration, edition = document.declaration, document.edition
    template = environment(templates, cache).get_template(edition.template)
    return template.render(
        doc=declaration,
        genre=genre_of(declaration),
        edition=edition,
        set=document,
        fonts=fonts,
        words=words,
        number_em=document.measures.number_em,
        gap_em=GAP_EM,
        call_gap_em=round(CALL_GAP_EM / edition.call_em, 4),
        note_indent_em=NOTE_INDENT_EM,
        term_em=TERM_EM,
        columns=document.measures.column_ems,
        column_gap_em=COLUMN_GAP_EM,
        spacings=spacings(document.lines()),
        groups={group.first: group.title for group in declaration.groups},
        tool=tool,
        begun=Begun(),
    )
