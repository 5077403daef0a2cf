"""What a law with a long table costs, against the same characters as prose."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from zhengben.bench.laws import ANSWERS
from zhengben.bench.processes import press, run
from zhengben.bench.samples import Passage, as_markdown, law, number

ROWS, _AROUND = 200, 2_000
_HEADS = ("序号", "文献", "说明", "数量", "期限（年）")
# of one form in every script, so that no place of a conversion is doubtful
_WORDS = "山水土地人口文字木石田目表本年月日大小上下"
# so many characters of a table are a paragraph of the other law
_PARAGRAPH = 120


def compare_tables(pairs: int) -> None:
    """Print what print and e-book of a law with a table take, over those of one without."""
    with tempfile.TemporaryDirectory() as folder:
        ratios = list[float]()
        laws = with_table()
        commands = [
            _drafted(Path(folder), name, blocks)
            for name, blocks in zip(("table", "prose"), laws, strict=True)
        ]
        for command in commands:
            # fonts are prepared once
            run(command)
        for _ in range(pairs):
            table, prose = (run(command).seconds for command in commands)
            ratios.append(table / prose)
    told = f"a law with a table of {ROWS} rows, over the same characters as prose"
    print(f"{told}: {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def with_table(seed: int = 20200229) -> tuple[list[Passage], list[Passage]]:
    """Return a law with a table, and one in which the characters of its cells are prose."""
    chance = random.Random(seed)

    def words(least: int, most: int) -> str:
        return "".join(chance.choice(_WORDS) for _ in range(chance.randint(least, most)))

    rows: list[tuple[str, ...]] = [_HEADS]
    rows += [
        (str(n), words(4, 8), words(6, 24), f"{chance.randint(1, 99_999):,}", str(n % 90 + 1))
        for n in range(1, ROWS)
    ]
    cells = "".join(cell for row in rows for cell in row)
    parts = [cells[at : at + _PARAGRAPH] for at in range(0, len(cells), _PARAGRAPH)]
    around = law(_AROUND)
    prose = [
        Passage("article", f"第{number(500 + n)}条\u3000{part}。") for n, part in enumerate(parts)
    ]
    lead = Passage("article", f"第{number(499)}条\u3000保存期限依照下表执行。")
    return [*around, lead, Passage("table", rows=tuple(rows))], [*around, lead, *prose]


def _drafted(folder: Path, name: str, blocks: Sequence[Passage]) -> list[str]:
    """Have a law drafted, and return the command that publishes it."""
    content = folder / name
    content.mkdir()
    page = content / "law.md"
    page.write_text(as_markdown(blocks), "utf-8")
    answers = (word for answer in ANSWERS for word in ("--set", answer))
    run(press("new", str(page), "--name", name, "--content", str(content), *answers))
    folders = ("--content", str(content), "--output", str(folder / "dist"))
    made = ("--script", "zh-Hans", "--edition", "handout", "--edition", "e-reader")
    return press("publish", name, "--force", *made, *folders)
