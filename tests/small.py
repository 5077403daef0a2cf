"""Small documents for hard cases, made from nothing but their lines."""

from __future__ import annotations

import hashlib
from pathlib import Path

from zhengben.document import Source
from zhengben.model import Declaration


def small_document(
    folder: Path,
    paragraphs: list[str],
    *,
    title: str = "樣本宣言",
    signatories: list[tuple[str, str]] | None = None,
    register: str = "",
    extra: str = "",
    script: str = "zh-Hant",
) -> Declaration:
    """Write a document into ``folder``/content and read it.

    ``register`` is the text of a register file, ``extra`` goes in front of the first table of
    document.toml. The capture is the canonical text itself.
    """
    signed = [line for pair in signatories or [] for line in pair]
    lines = [title, "各方發表宣言如下：", *paragraphs, *signed, "二〇二〇年一月一日"]
    text = "".join(line + "\n" for line in lines)
    home = folder / "content" / "small"
    home.mkdir(parents=True)
    for name in ("capture.txt", "canonical.txt"):
        (home / name).write_text(text, "utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    count, first = len(lines), len(paragraphs) + 3
    signatures = f'signatories = "{first}-{count - 1}"\n' if signed else ""
    tables = "".join(f'[[signatory]]\noffice = "{o}"\nname = "{n}"\n' for o, n in signatories or [])
    (home / "document.toml").write_text(
        f"""genre = "declaration"
script = "{script}"
organ = "樣本各方"
date = 2020-01-01
place = "某地"
rights = "樣本，公有領域。"
{extra}
[capture]
file = "capture.txt"
sha256 = "{digest}"
source = "樣本"
received = 2020-01-02
licence = "公有領域"
lines = "1-{count}"

[canonical]
file = "canonical.txt"
sha256 = "{digest}"

[structure]
title = "1"
preamble = "2"
paragraphs = "3-{first - 1}"
{signatures}closing = "{count}"

{tables}
""",
        "utf-8",
    )
    if register:
        (folder / "content" / "register").mkdir()
        (folder / "content" / "register" / "small.toml").write_text(register, "utf-8")
    return Source.open(home).read()[0]
