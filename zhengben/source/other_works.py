"""Reads what the metadata say of other works: the series, and the documents before and after."""

from __future__ import annotations

from zhengben.document.apparatus import Series, Work
from zhengben.files.toml import TomlTable


def read_other_work(meta: TomlTable, key: str) -> Work | None:
    """Return the work that a table of the metadata names, if it is there."""
    if key not in meta:
        return None
    table = meta.table(key)
    work = Work(table.text("title"), table.integer("year"))
    table.finish()
    return work


def read_series(meta: TomlTable) -> Series | None:
    """Return the series that the metadata name; its number may be left out, and is 1 or more."""
    if "series" not in meta:
        return None
    table = meta.table("series")
    series = Series(table.text("title"), table.integer("number", 0))
    if "number" in table and series.number < 1:
        told = "“number” must be 1 or more; leave it out where there is none."
        raise table.error(told, "number")
    table.finish()
    return series
