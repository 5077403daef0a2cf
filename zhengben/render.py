"""From a set declaration to HTML, through the edition's Jinja template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.compose import GAP_EM
from zhengben.model import Declaration
from zhengben.register import chinese_date
from zhengben.setting import NOTE_INDENT_EM, NUMBER_EM, SetDeclaration

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
    set_: SetDeclaration, templates: Path, cache: Path, fonts: tuple[str, ...], tool: str
) -> str:
    """Return the HTML of a print edition; ``fonts`` are CSS families served by the fetcher."""
    template = environment(templates, cache).get_template(set_.edition.template)
    return template.render(
        doc=set_.declaration,
        edition=set_.edition,
        set=set_,
        fonts=fonts,
        number_em=NUMBER_EM,
        gap_em=GAP_EM,
        note_indent_em=NOTE_INDENT_EM,
        groups=_group_starts(set_.declaration),
        tool=tool,
    )


def _group_starts(declaration: Declaration) -> dict[int, str]:
    """Map the number of the first paragraph of each group to the group's editorial title."""
    return {group.first: group.title for group in declaration.groups}
