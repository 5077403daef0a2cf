"""From a set declaration to HTML, through the edition's Jinja template."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.compose import GAP_EM
from zhengben.pages import SetDocument
from zhengben.register import chinese_date
from zhengben.setting import COLUMN_GAP_EM, NOTE_INDENT_EM, TERM_EM, spacings
from zhengben.words import Words

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(templates: Path, cache: Path | None = None) -> Environment:
    """Return the Jinja environment: everything escaped, nothing undefined.

    ``cache`` is a folder for compiled templates, which Jinja keys by their text.
    """
    import jinja2

    if cache is not None:
        cache.mkdir(parents=True, exist_ok=True)

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(cache)) if cache else None,
    )
    env.filters["chinese_date"] = chinese_date
    return env


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
        genre=document.setter.genre,
        edition=edition,
        set=document,
        fonts=fonts,
        words=words,
        number_em=document.setter.number_em,
        gap_em=GAP_EM,
        note_indent_em=NOTE_INDENT_EM,
        term_em=TERM_EM,
        columns=document.setter.column_ems,
        column_gap_em=COLUMN_GAP_EM,
        spacings=spacings(document.lines()),
        groups={group.first: group.title for group in declaration.groups},
        tool=tool,
    )
