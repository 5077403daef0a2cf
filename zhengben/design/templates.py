"""The Jinja environment that all templates share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.document.dates import chinese_date

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(templates: Path, cache: Path) -> Environment:
    """Return the Jinja environment: everything escaped, nothing undefined.

    ``cache`` is a folder for compiled templates, which Jinja keys by their text.
    """
    import jinja2

    cache.mkdir(parents=True, exist_ok=True)
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=jinja2.FileSystemBytecodeCache(str(cache)),
    )
    env.filters["chinese_date"] = chinese_date
    return env
