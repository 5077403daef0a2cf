"""Content folders of any number of short laws, all invented: what thousands of texts are tried on.

The same number and seed make the same files, byte for byte; a text of a corpus is the same in a
larger one. A part of them cite instruments of the corpus's own register, which are as invented.
"""

from __future__ import annotations

import datetime
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

from zhengben.bench.samples import Passage, as_markdown, as_text, law, number
from zhengben.intake.draft import draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.writing import write

# so many instruments; a document cites one of them, or none
ENTRIES = 50
_RECEIVED = datetime.date(2020, 3, 1)
_PLACES = ("甲地", "乙地", "丙地", "丁地", "戊地", "己地", "庚地", "辛地")
_MATTERS = ("文献", "档案", "图书", "手稿", "地图", "乐谱", "录音", "印章", "碑刻", "族谱")
_ACTS = ("保存", "登记", "移交", "鉴定", "公布", "修复", "征集", "复制")
_KINDS = ("条例", "办法", "规定", "细则")
# the shortest and the longest text, in characters
_SHORTEST, _LONGEST = 400, 2_400


def name_of(index: int) -> str:
    """Return the name of a document of a corpus, by its number from 1."""
    return f"law-{index:07}"


def instrument(index: int) -> str:
    """Return the title of an instrument of the register, by its number from 1."""
    return f"关于{_MATTERS[index % len(_MATTERS)]}的第{number(index)}号公约"


def write_corpus(content: Path, count: int, seed: int = 1) -> None:
    """Write a folder of content with so many documents, read as ``new`` reads them."""
    write_register(content)
    for index in range(1, count + 1):
        write_document(content, index, seed)


def write_register(content: Path) -> None:
    """Write the register that documents of a corpus cite."""
    folder = content / "register"
    folder.mkdir(parents=True, exist_ok=True)
    rows = ['script = "zh-Hans"']
    for index in range(1, ENTRIES + 1):
        rows += ["[[instrument]]", f'id = "convention-{index}"', f'title = "{instrument(index)}"',
                 f'symbol = "A/{index}"']  # fmt: skip
    (folder / "conventions.toml").write_text("\n".join(rows) + "\n", "utf-8")


def write_document(content: Path, index: int, seed: int = 1) -> Path:
    """Write one document of a corpus, and return its folder."""
    digest = hashlib.sha256(f"{seed} {index}".encode()).digest()
    chance = random.Random(digest)
    page = content / f".{name_of(index)}{chance.choice(('.md', '.txt'))}"
    blocks = list(_passages(index, chance))
    written = as_markdown(blocks) if page.suffix == ".md" else as_text(blocks)
    page.write_text(written, "utf-8")
    try:
        sniffed = sniff(page, "")
        made = draft(page, sniffed, Hints(), _RECEIVED, "")
    finally:
        page.unlink()
    made.facts.values |= {
        "organ": f"{_PLACES[index % len(_PLACES)]}议会",
        "source": "样本",
        "rights": "样本由本项目撰写，依 CC0 1.0 贡献于公有领域。",
        "licence": "CC0-1.0",
        "date": datetime.date(2000 + index % 20, 1 + index % 12, 1 + index % 28),
        "received": _RECEIVED,
        "genre": "law",
    }
    made.facts.questions.clear()
    return write(made, content, name_of(index))


def _passages(index: int, chance: random.Random) -> Iterator[Passage]:
    """Yield a law of some length; every third cites an instrument."""
    kind = f"{chance.choice(_MATTERS)}{chance.choice(_ACTS)}{chance.choice(_KINDS)}"
    title = f"{chance.choice(_PLACES)}{kind}（第{number(1 + index % 9_999)}号）"
    # half of all laws are shorter than a third of the way to the longest
    length = _SHORTEST + int((_LONGEST - _SHORTEST) * chance.random() ** 2)
    blocks = law(length, chance.getrandbits(32), title)
    articles = [at for at, block in enumerate(blocks) if block.kind == "article"]
    cited = articles[len(articles) // 2] if index % 3 == 0 else -1
    for at, block in enumerate(blocks):
        if at == cited:
            told = f"本条依照《{instrument(1 + index % ENTRIES)}》执行。"
            yield Passage("article", block.text + told)
        else:
            yield block
