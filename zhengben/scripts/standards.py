"""Which form of a character each script writes, where forms differ by standard, not by meaning.

The table is ``standards.toml`` beside this module. Two texts that differ only so say the same.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from zhengben.scripts.tags import general_label

_TABLE = Path(__file__).with_name("standards.toml")


@cache
def written(script: str) -> dict[str, str]:
    """Map each form that a script does not write to the one it writes."""
    groups = str(_table()[general_label(script)]["written"]).split()
    return {form: group[0] for group in groups for form in group[1:]}


@cache
def standard(script: str) -> str:
    """Return the name of the standard whose forms a script writes."""
    return str(_table()[general_label(script)]["standard"])


@cache
def _alike() -> dict[int, str]:
    """Map each form to the one that stands for all that differ from it by standard alone."""
    table = _table()
    groups = str(table["alike"]).split()
    for script, row in table.items():
        groups += [] if script == "alike" else str(row["written"]).split()
    joined = dict[str, set[str]]()
    for group in groups:
        together = set(group).union(*(joined.get(form, set()) for form in group))
        joined.update(dict.fromkeys(together, together))
    return {ord(form): min(together) for form, together in joined.items()}


def folded(text: str) -> str:
    """Return a text in which forms that differ by standard alone are one, as long as before."""
    return text.translate(_alike())


@cache
def _table() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(_TABLE.read_text("utf-8"))
    return found
