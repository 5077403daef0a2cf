"""Makes small documents for tests: a content folder out of a few lines."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhengben.document.declaration import Declaration
from zhengben.source.source import Source

_PROJECT = Path(__file__).resolve().parent.parent

_METADATA = """
genre = "declaration"
script = "zh-Hant"
title-lines = {title}
short-title = {short}
organ = "某會議"
date = 2017-06-09
place = "某地"
dateline = "2017年6月9日於某地"
rights = "為試驗而作，屬於公有領域。"
register = "lenient"
notes = "first-mention"
editions = {editions}

[capture]
file = "capture.txt"
sha256 = "{sha256}"
source = "試驗用文"
url = "https://example.org/text"
received = 2026-01-01
licence = "公有領域"
lines = "1-{last}"

[canonical]
file = "canonical.txt"
sha256 = "{sha256}"

[structure]
title = "1"
preamble = "2"
paragraphs = "3-{paragraphs}"
"""


def write_document(
    content: Path,
    name: str,
    title: Sequence[str],
    paragraphs: Sequence[str],
    signed: Sequence[tuple[str, str]],
    *,
    closing: str = "",
    register: str | None = None,
    editions: Sequence[str] = ("handout",),
) -> Path:
    """Write a document with its title in parts, a preamble and numbered paragraphs; return it.

    ``paragraphs`` begin with the preamble; ``signed`` are offices and names. ``register`` is the
    text of a register file; without it the project's own register is taken.
    """
    folder = content / name
    folder.mkdir(parents=True)
    if register is None:
        shutil.copytree(_PROJECT / "content" / "register", content / "register", dirs_exist_ok=True)
    elif register:
        (content / "register").mkdir()
        (content / "register" / "small.toml").write_text(register, "utf-8")
    lines = ["".join(title), *paragraphs, *(line for pair in signed for line in pair)]
    lines += [closing] if closing else []
    text = "".join(line + "\n" for line in lines)
    for file in ("capture.txt", "canonical.txt"):
        (folder / file).write_text(text, "utf-8")
    last = 1 + len(paragraphs)
    metadata = _METADATA.format(
        title=json.dumps(list(title), ensure_ascii=False),
        short=json.dumps("".join(title), ensure_ascii=False),
        editions=json.dumps(list(editions)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        last=len(lines),
        paragraphs=last,
    )
    if signed:
        metadata += f'signatories = "{last + 1}-{last + 2 * len(signed)}"\n'
    if closing:
        metadata += f'closing = "{len(lines)}"\n'
    for office, person in signed:
        metadata += f'\n[[signatory]]\noffice = "{office}"\nname = "{person}"\n'
    (folder / "document.toml").write_text(metadata, "utf-8")
    return folder


def small_document(
    folder: Path,
    paragraphs: Sequence[str],
    *,
    title: str = "樣本宣言",
    signatories: Sequence[tuple[str, str]] = (),
    register: str = "",
) -> Declaration:
    """Write a document of these paragraphs into ``folder``/content/small and read it."""
    written = write_document(
        folder / "content",
        "small",
        (title,),
        ("各方發表宣言如下：", *paragraphs),
        signatories,
        closing="二〇二〇年一月一日",
        register=register,
    )
    return Source.open(written).read()[0]


HARD = (
    "某會議成員於2017年6月9日在某地舉行會議，並發表宣言如下：",
    "一行而已。",
    "成員國重申《聯合國憲章》、《上海合作組織憲章》及「《上海合作組織成立宣言》」（以下簡稱「《宣言》」）的"
    "宗旨和原則——包括互信、互利、平等、協商——並指出：「合作……」",
    "成員國注意到〔2017〕12號文件及第S/RES/2253號決議，增長3.14159%，即1,234,567.89美元，期限為2016-2021年，"
    "網址為www.un.org/en/about-us/un-charter，見FATF（Financial Action Task Force）標準；"
    "《反洗錢金融行動特別工作組（FATF）建議》。",
    "成員國" + "遵循互信互利平等協商尊重多樣文明謀求共同發展的精神，" * 12 + "結尾兩字。",
    "成員國認為，"
    + "擴大經濟、貿易、交通、能源、農業、人文領域的合作，符合各方的根本利益；" * 4
    + "此致。",
)


def hard_document(content: Path, editions: Sequence[str]) -> Path:
    """Write the document of hard cases: runs of marks, Western runs, notes, three signatories."""
    signed = [("某方代表", "某" + sign * 2) for sign in "甲乙丙"]
    return write_document(
        content, "hard", ("試驗用文", "難處彙編"), HARD, signed, editions=editions
    )


# a block of lines: what [structure] says of them, and what they say
Blocks = Sequence[tuple[str, Sequence[str]]]


def write_blocks(
    content: Path,
    name: str,
    blocks: Blocks,
    *,
    signed: Sequence[tuple[str, str]] = (),
    register: str = "",
    more: str = "",
    editions: Sequence[str] = ("handout",),
) -> Path:
    """Write a document of any structure, as a treaty; return its folder.

    ``signed`` are the offices and names of its signatories; ``more`` is put behind the metadata.
    """
    folder = content / name
    folder.mkdir(parents=True)
    (content / "register").mkdir(exist_ok=True)
    if register:
        (content / "register" / "small.toml").write_text(register, "utf-8")
    texts = [text for _, lines in blocks for text in lines]
    text = "".join(line + "\n" for line in texts)
    for file in ("capture.txt", "canonical.txt"):
        (folder / file).write_text(text, "utf-8")
    title = next(lines[0] for words, lines in blocks if words == "title")
    metadata = _METADATA.format(
        title=json.dumps([title], ensure_ascii=False),
        short=json.dumps(title, ensure_ascii=False),
        editions=json.dumps(list(editions)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        last=len(texts),
        paragraphs=0,
    )
    metadata = metadata.replace('genre = "declaration"', 'genre = "treaty"')
    metadata = metadata[: metadata.index("[structure]")]
    rows, at = list[str](), 1
    for words, lines in blocks:
        rows.append(f"{at}-{at + len(lines) - 1} {words}")
        at += len(lines)
    metadata += f'[structure]\nnumbers = "own"\nlines = {json.dumps(rows)}\n'
    for office, person in signed:
        metadata += f'\n[[signatory]]\noffice = "{office}"\nname = "{person}"\n'
    (folder / "document.toml").write_text(metadata + more, "utf-8")
    return folder


def read_blocks(folder: Path, blocks: Blocks, **more: Any) -> Declaration:
    """Write a document of any structure into ``folder``/content/small and read it."""
    return Source.open(write_blocks(folder / "content", "small", blocks, **more)).read()[0]


def instruments(count: int) -> str:
    """Return a register of so many instruments, 《第1號公約》 and so on."""
    return "".join(
        f'[[instrument]]\nid = "c-{n}"\ntitle = "第{n}號公約"\n'
        f'remark = "一九四五年在某地簽訂，為試驗而設"\n\n'
        for n in range(1, count + 1)
    )


def noted_blocks(rows: int = 3) -> tuple[Blocks, list[tuple[str, str]]]:
    """Return a document that calls a note in every kind of line, and who signed it."""
    header = ["名稱《第6號公約》", "數量", "說明"]
    cells = [text for n in range(rows) for text in (f"第{n + 1}類", "若干", "照《第7號公約》辦理")]
    prose = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，" * 4 + "特此議定。"
    blocks = [
        ("title", ["關於批准《第1號公約》的協定"]),
        ("subtitle", ["附《第2號公約》"]),
        ("session", ["依《第3號公約》舉行的會議通過"]),
        ("preamble", ["甲國和乙國，議定如下："]),
        ("heading 1", ["第一章 《第4號公約》的適用"]),
        ("article", ["第一條 《第5號公約》的解釋"]),
        ("paragraph", [prose]),
        ("table 3 header 1", [*header, *cells]),
        ("remark", ["註：類別見《第8號公約》。"]),
        ("heading 1", ["第二章 通則"]),
        ("article", ["第二條"]),
        ("paragraph", [prose] * 4),
        ("heading 1", ["第三章 《第9號公約》所稱的爭端"]),
        ("paragraph", [prose] * 3),
        ("heading 1", ["第四章 最後條款"]),
        ("paragraph", [prose]),
        ("signatory", ["《第10號公約》甲國代表", "某甲"]),
        ("signatory", ["乙國代表", "某乙（《第11號公約》全權代表）"]),
        ("closing", ["二〇一七年六月九日依《第12號公約》訂於某地"]),
        ("annex", ["附件一 《第13號公約》目錄"]),
        ("paragraph", [prose]),
    ]
    people = [("《第10號公約》甲國代表", "某甲"), ("乙國代表", "某乙（《第11號公約》全權代表）")]
    return blocks, people


# a table with cells of several columns and rows, as a schedule of duties may be
SPANNED = "table 4 header 2 empty 6.3 span 1.1-2.1 1.2-1.3 1.4-2.4 3.1-5.1 4.4-5.4 6.1-6.2"
SPANNED_CELLS = (
    "種類", "數量（件）", "說明", "甲國", "乙國",
    "第一類，即雙方商定的各種樣本及其附件", "一百", "二百", "按《第1號公約》計算",
    "三百", "四百", "兩年內逐步增加，具體辦法由雙方主管機關商定", "五百", "六百",
    "合計，不分類別", "以實際交付為準",
)  # fmt: skip
# where each cell begins and how many columns and rows it takes
SPANNED_PLACES = (
    (1, 1, 1, 2), (1, 2, 2, 1), (1, 4, 1, 2), (2, 2, 1, 1), (2, 3, 1, 1),
    (3, 1, 1, 3), (3, 2, 1, 1), (3, 3, 1, 1), (3, 4, 1, 1),
    (4, 2, 1, 1), (4, 3, 1, 1), (4, 4, 1, 2), (5, 2, 1, 1), (5, 3, 1, 1),
    (6, 1, 2, 1), (6, 4, 1, 1),
)  # fmt: skip


def spanned_blocks() -> Blocks:
    """Return a document with that table between paragraphs, and again in an annex."""
    prose = "雙方依照平等互利的原則擴大合作，並為此採取一切適當措施，特此議定。"
    return [
        ("title", ["樣本交換協定"]),
        ("preamble", ["甲國和乙國，議定如下："]),
        ("article", [f"第一條 {prose}"]),
        (SPANNED, SPANNED_CELLS),
        ("article", [f"第二條 {prose}"]),
        ("closing", ["二〇一七年六月九日訂於某地"]),
        ("annex", ["附件 樣本目錄"]),
        (SPANNED, SPANNED_CELLS),
    ]
