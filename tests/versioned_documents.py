"""A document in two versions, made of lines and their roles."""

from __future__ import annotations

import hashlib
from pathlib import Path

_HEAD = """genre = "law"
script = "zh-Hant"
organ = "甲地檔案館"
date = 2019-03-01
rights = "CC0 1.0"
register = "lenient"
notes = "first-mention"
{more}
[work]
country = "xa"
number = "rules-of-a-test"
"""
_TEXT = """
[{name}capture]
file = "{capture}"
sha256 = "{sha256}"
source = "測試"
received = 2026-11-27
licence = "CC0 1.0"
lines = "1-{count}"

[{name}canonical]
file = "{canonical}"
sha256 = "{sha256}"

[{name}structure]
numbers = "own"
lines = {roles}
"""
_CHANGED = """
[current]
date = 2024-07-01
instrument = "甲地檔案館公告"

[[version]]
date = 2019-03-01
"""
# a text: its lines, and what [structure] says of them
Text = tuple[list[str], list[str]]


def versioned_document(folder: Path, new: Text, old: Text, more: str = "") -> Path:
    """Write a document of 2024 with a version of 2019; ``more`` is put into its metadata."""
    folder.mkdir(parents=True)
    toml = _HEAD.format(more=more) + _text(folder, "", "", new)
    toml += _CHANGED + _text(folder, "version.", "-2019", old)
    (folder / "document.toml").write_text(toml, "utf-8")
    return folder


def _text(folder: Path, name: str, suffix: str, text: Text) -> str:
    lines, roles = text
    data = "".join(f"{line}\n" for line in lines).encode()
    files = f"capture{suffix}.txt", f"canonical{suffix}.txt"
    for file in files:
        (folder / file).write_bytes(data)
    told = "[" + ", ".join(f'"{role}"' for role in roles) + "]"
    return _TEXT.format(
        name=name, capture=files[0], canonical=files[1], count=len(lines), roles=told,
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
