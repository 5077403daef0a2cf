"""Reads ``[[group]]``: the parts into which an editor divides numbered paragraphs."""

from __future__ import annotations

from zhengben.document.apparatus import Group
from zhengben.files.toml import TomlTable
from zhengben.source.structure import ranges


def read_groups(meta: TomlTable, count: int) -> tuple[Group, ...]:
    """Return the editorial groups, which must cover our paragraph numbers from 1 to ``count``."""
    groups, expected = list[Group](), 1
    for table in meta.tables("group"):
        numbers = ranges(table, "paragraphs")
        group = Group(table.text("title"), numbers[0], numbers[-1])
        table.finish()
        if group.first != expected or group.last > count:
            raise table.error(
                f"the groups must cover paragraphs 1-{count} in order; this one starts at "
                f"{group.first} instead of {expected} or ends past {count}.",
                "paragraphs",
            )
        groups.append(group)
        expected = group.last + 1
    if groups and expected != count + 1:
        raise meta.error(f"no group covers paragraphs {expected}-{count}.", "group")
    return tuple(groups)
