"""A report takes the place of an earlier one, and of nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from zhengben.cli.main import main
from zhengben.document.errors import UsageError
from zhengben.files.reports import require_free, write_report
from zhengben.proofsheets.contact_sheets import _save

PAGE = '<head><meta name="generator" content="正本 Zhengben 9"/></head>'.encode()


def test_a_report_replaces_a_report_alone(tmp_path: Path) -> None:
    page, mine, link = (tmp_path / name for name in ("page.html", "mine.html", "link.html"))
    for data in (PAGE, PAGE + b"2"):
        write_report(page, data)
        assert page.read_bytes() == data
    mine.write_text("<head>mine</head>")
    link.symlink_to(page)
    for path in (mine, link, tmp_path):
        with pytest.raises(UsageError, match="kept; name another file, or remove it if"):
            write_report(path, PAGE)
    assert mine.read_text() == "<head>mine</head>"
    assert {path.name for path in tmp_path.iterdir()} == {"page.html", "mine.html", "link.html"}


@pytest.mark.parametrize(
    ("file", "holds", "where"),
    [
        ("document.toml", "", "page.html"),
        ("bagit.txt", "", "data/page.html"),
        ("manifest.json", '{"document": "law", "artefacts": []}', "page.html"),
    ],
)
def test_no_report_lies_among_other_files(
    file: str, holds: str, where: str, tmp_path: Path
) -> None:
    (tmp_path / "law/data").mkdir(parents=True)
    (tmp_path / "law" / file).write_text(holds)
    with pytest.raises(UsageError, match="name a file elsewhere"):
        require_free(tmp_path / "law" / where)
    require_free(tmp_path / "page.html")


def test_a_sheet_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "sheets/law.png"
    picture = Image.new("L", (9, 9))
    first = _save(picture, path).read_bytes()
    assert _save(picture, path).read_bytes() == first
    out = io.BytesIO()
    picture.save(out, "PNG")
    path.write_bytes(out.getvalue())
    with pytest.raises(UsageError, match="kept"):
        _save(picture, path)


@pytest.mark.slow
def test_the_commands_overwrite_nothing(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "some.bag").mkdir()
    page = tmp_path / "page.html"
    script = ["script", "specimen-law", "--to", "zh-Hant", "--html", str(page)]
    verify = ["verify", str(tmp_path / "some.bag"), "--html", str(page)]
    for command, status in ((script, (0, 1)), (verify, (1,))):
        page.write_text("mine")
        assert main(command) == 2
        assert capsys.readouterr().err.count("\n") == 1
        assert page.read_text() == "mine"
        page.unlink()
        for _ in range(2):
            assert main(command) in status
            assert b"Zhengben" in page.read_bytes()
    canonical = project / "content" / "specimen-law" / "canonical.txt"
    before = canonical.read_bytes()
    assert main([*script[:-1], str(canonical)]) == 2
    assert main(["proof", "--to", str(canonical.parent)]) == 2
    assert canonical.read_bytes() == before
