"""How a build of all formats grows with the length of a law, against that of the declaration."""

from __future__ import annotations

import tempfile
from pathlib import Path

from zhengben.bench.processes import DOCUMENT, ROOT, press, run, split
from zhengben.bench.samples import as_markdown, law

_LENGTHS = (6_250, 12_500, 25_000, 50_000)
ANSWERS = ("organ=甲地议会", "source=样本", "rights=样本由本项目撰写，依 CC0 1.0 贡献于公有领域。")


def build_laws() -> None:
    """Print the seconds and the memory of every edition in every script, by length of the law."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "dist")
        usual = _build("declaration", ROOT / "content", DOCUMENT, output)
        for length in _LENGTHS:
            content = Path(folder, str(length))
            content.mkdir()
            page = content / "law.md"
            page.write_text(as_markdown(law(length)), "utf-8")
            answers = (word for answer in ANSWERS for word in ("--set", answer))
            run(press("new", str(page), "--name", "law", "--content", str(content), *answers))
            _build("law", content, "law", output, usual)


def _build(what: str, content: Path, name: str, output: Path, usual: float = 0.0) -> float:
    """Make everything there is of a document; print what it took and return it by character."""
    folders = ("--content", str(content), "--output", str(output))
    built = run(press("publish", name, "--all", "--force", "--timings", "--jobs", "1", *folders))
    steps = split(built.output)
    # fonts are prepared once for the characters of a text, however long it is, and kept
    seconds = built.seconds - steps.pop("fonts")
    characters = len((content / name / "canonical.txt").read_text("utf-8"))
    each = seconds / characters
    print(
        f"all formats, {what} of {characters:,} characters: {seconds:.1f} s, "
        f"{1000 * each:.2f} s per 1,000 ({each / (usual or each):.2f} of the declaration's), "
        f"peak {built.memory_mb:.0f} MB"
    )
    print("  " + ", ".join(f"{step} {value:.1f}" for step, value in steps.items()))
    return each
