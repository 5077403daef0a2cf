"""A capture of any kind becomes archival pages that carry it, by its own media type, and pass."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.docx_factory import docx, paragraph
from zhengben.cli.main import main

LINES = ("丁城用水规定", "第一条　水属于丁城。", "第二条　本规定自2001年3月1日起施行。")
ANSWERS = (
    "source=样本", "rights=样本", "organ=丁城水务局", "date=2001-02-03", "country=xx-d",
)  # fmt: skip
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CAPTURES = {
    "a.txt": ("\n".join(LINES).encode(), "text/plain"),
    "a.md": (("# " + "\n\n".join(LINES)).encode(), "text/markdown"),
    "a.html": ("".join(f"<p>{line}</p>" for line in LINES).encode(), "text/html"),
    "a.wikitext": (
        f"== {LINES[0]} ==\n\n".encode() + "\n\n".join(LINES[1:]).encode(),
        "text/plain",
    ),
    "a.docx": (docx(*map(paragraph, LINES)), WORD),
}


@pytest.mark.parametrize("name", CAPTURES)
def test_a_capture_is_carried_as_what_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, media_type = CAPTURES[name]
    (tmp_path / "content").mkdir()
    (tmp_path / name).write_bytes(data)
    content = ["--content", str(tmp_path / "content")]
    answers = [word for answer in ANSWERS for word in ("--set", answer)]
    assert main(["new", str(tmp_path / name), "--name", "a", *answers, *content]) == 0
    folders = [*content, "--output", str(tmp_path / "dist")]
    assert main(["publish", "a", "--edition", "archive", *folders]) == 0
    with pikepdf.open(tmp_path / "dist" / "a" / "a.zh-Hans.archive.pdf") as pdf:
        carried = {str(file.UF): file.EF.F for file in pdf.Root.AF}
        (capture,) = (file for title, file in carried.items() if ".capture." in title)
        assert bytes(capture.read_bytes()) == data
        assert str(capture.Subtype) == f"/{media_type}"
    capsys.readouterr()
    main(["check", "a", *folders])
    told = [row for row in capsys.readouterr().out.splitlines() if row.startswith(("F-", "A-0"))]
    assert [row for row in told if "not checked" not in row] == []
