"""Which version of a text a day or a year on the command line names."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from zhengben.cli.commands.common import being_read
from zhengben.document.errors import UsageError


def day_of_version(folders: Sequence[Path], said: str, option: str = "") -> datetime.date | None:
    """Return the day of the version that was in force, None where that is the text itself.

    ``option`` is what was typed, where that was not --at. Raises UsageError where there is no such
    version of the one document, and lists those there are.
    """
    # loaded only where somebody asks for a version
    from zhengben.source.source import Source
    from zhengben.source.versions import in_force

    if len(folders) != 1:
        raise UsageError("--at takes one document; name it.")
    with being_read(folders[0]):
        text = Source.open(folders[0]).read()[0]
    current = text.identity.version_of(text.date)
    days = tuple(version.date for version in text.versions) or (current,)
    day = in_force(days, said)
    if day is None:
        there = ", ".join(map(str, days))
        asked = option or f"--at {said}"
        if not _is_day_or_year(said):
            told = f"{asked}: “{said}” is neither a day such as 2020-01-01 nor a year"
            raise UsageError(f"{told}; there are: {there}.")
        raise UsageError(f"{asked}: no one version was in force then; there are: {there}.")
    return None if day == current else day


def _is_day_or_year(said: str) -> bool:
    try:
        datetime.date.fromisoformat(f"{said}-01-01" if len(said) == 4 else said)
    except ValueError:
        return False
    return True
