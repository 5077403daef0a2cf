"""A document in several languages, made of lines and their roles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

_HEAD = """genre = "{genre}"
script = "zh-Hans"
organ = "甲方政府"
date = 2020-02-29
rights = "CC0 1.0"
register = "lenient"
notes = "{notes}"
{more}
[work]
country = "xa"
number = "agreement-of-a-test"
"""
_TEXT = """
{opens}[{name}capture]
file = "{capture}"
sha256 = "{sha256}"
source = "测试"
received = 2026-11-27
licence = "CC0 1.0"
lines = "1-{count}"
{reader}
[{name}canonical]
file = "{canonical}"
sha256 = "{sha256}"
{notation}"""


def parallel_document(
    folder: Path, lines: Sequence[str], roles: Sequence[str], others: Mapping[str, Sequence[str]],
    *, more: str = "", notes: str = "first-mention", notation: bool = False, genre: str = "treaty",
) -> Path:  # fmt: skip
    """Write a document in Simplified and, by their tags, the same lines in other languages.

    ``more`` is put into its metadata; in ``notation`` the lines have marks.
    """
    folder.mkdir(parents=True)
    toml = _HEAD.format(more=more, notes=notes, genre=genre)
    toml += _text(folder, "", "", lines, "", notation)
    told = "[" + ", ".join(f'"{role}"' for role in roles) + "]"
    toml += f'\n[structure]\nnumbers = "own"\nlines = {told}\n'
    for tag, texts in others.items():
        opens = f'[[language]]\nlanguage = "{tag}"\nauthentic = true\n'
        toml += _text(folder, "language.", f"-{tag}", texts, opens, notation)
    (folder / "document.toml").write_text(toml, "utf-8")
    return folder


def _text(
    folder: Path, name: str, suffix: str, lines: Sequence[str], opens: str, notation: bool
) -> str:  # fmt: skip
    data = "".join(f"{line}\n" for line in lines).encode()
    files = f"capture{suffix}.txt", f"canonical{suffix}.txt"
    for file in files:
        (folder / file).write_bytes(data)
    return _TEXT.format(
        name=name, capture=files[0], canonical=files[1], count=len(lines), opens=opens,
        reader='reader = "notation"\n' if notation else "",
        notation="notation = 1\n" if notation and not name else "",
        sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
