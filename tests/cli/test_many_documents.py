"""What an editor of thousands is told, and how a folder of captures becomes documents."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from pathlib import Path

import pytest

from zhengben.cli.commands.tally import Tally
from zhengben.cli.main import main
from zhengben.cli.progress import Progress, paced
from zhengben.cli.tasks import Outcome

LAW = (
    "甲地文献办法\n\n2020年2月29日甲地议会通过\n\n"
    "第一条　为保存文献，制定本办法。\n\n第二条　本办法自公布之日起施行。\n"
)


def batch(folder: Path, *words: str) -> int:
    (folder / "content").mkdir(exist_ok=True)
    pages = str(folder / "captures")
    return main(["new", pages, "--batch", "--content", str(folder / "content"), *words])


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    """Return a folder of captures: two good ones, one in English, two that share a stem."""
    folder = tmp_path / "captures"
    folder.mkdir()
    (folder / "one.txt").write_text(LAW, "utf-8")
    (folder / "二.md").write_text("# " + LAW.replace("办法", "条例"), "utf-8")
    (folder / "english.txt").write_text("A law that nobody here can read.\n" * 4)
    for suffix in ("txt", "md"):
        (folder / f"same.{suffix}").write_text(LAW.replace("甲地", "乙地") + suffix, "utf-8")
    (folder / ".hidden").write_text("x")
    return tmp_path


def test_a_folder_of_captures_becomes_documents(
    captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(captures, "--set", "source=样本", "--set", "rights=CC0") == 4
    printed = capsys.readouterr()
    assert re.search(r"zhengben: .*english\.txt: ", printed.err)
    names = {path.parent.name for path in (captures / "content").glob("*/document.toml")}
    assert len(names) == 4
    assert "one" in names
    # a name that would be two documents', or that cannot be one, is made of genre, date and hash
    assert len([name for name in names if re.fullmatch(r"law-2020-02-29-[0-9a-f]{8}", name)]) == 3
    questions = printed.out.partition("\nquestions:\n")[2]
    assert "? source" not in questions
    assert "\n    4 of 4: " in questions
    # the order is that of the files' names
    assert [line.partition(":")[0] for line in printed.out.splitlines()[:4]] == [
        "one.txt", "same.md", "same.txt", "二.md"
    ]  # fmt: skip


def test_a_batch_that_was_broken_off_goes_on(
    captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (captures / "captures/english.txt").unlink()
    assert batch(captures) == 0
    shutil.rmtree(captures / "content/one")
    before = {path: path.read_bytes() for path in (captures / "content").rglob("*.t*")}
    capsys.readouterr()
    assert batch(captures) == 0
    out = capsys.readouterr().out
    assert out.count("there already\n") >= 3
    assert "one.txt: one: " in out
    assert (
        before.items() <= {p: p.read_bytes() for p in (captures / "content").rglob("*.t*")}.items()
    )


def test_a_document_from_another_capture_is_no_match(
    captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (captures / "captures/english.txt").unlink()
    assert batch(captures) == 0
    (captures / "captures/one.txt").write_text(LAW + "\n附则\n", "utf-8")
    assert batch(captures) == 2
    assert "content/one exists already and is kept" in capsys.readouterr().err


def test_a_batch_is_tried_without_writing(
    captures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(captures, "--dry-run", "--json", "--jobs", "2") == 4
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == ["one.txt", "same.md", "same.txt", "二.md"]
    assert all(row["questions"] for row in rows)
    assert not list((captures / "content").glob("*/document.toml"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["captures", "--batch", "--name", "x"], "leave --name and --again out"),
        (["captures", "--batch", "--again"], "leave --name and --again out"),
        (["captures/one.txt", "--batch"], "is no folder of captures"),
        (["empty", "--batch"], "holds no capture"),
        (["captures", "--batch", "--jobs", "0"], "--jobs takes a number from 1"),
    ],
)
def test_what_batch_cannot_mean_is_told(
    words: list[str], told: str, captures: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(captures)
    for name in ("content", "empty"):
        (captures / name).mkdir()
    assert main(["new", *words, "--content", "content"]) == 2
    printed = capsys.readouterr().err
    assert told in printed
    assert printed.count("\n") == 1


@pytest.fixture
def laws(project: Path, tmp_path: Path) -> Path:
    """Return a project of three documents in the edition that is soonest made."""
    for name in ("a", "b", "c"):
        folder = tmp_path / "content" / name
        shutil.copytree(project / "content/specimen-law", folder)
        toml = folder / "document.toml"
        limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
        toml.write_text(limits + toml.read_text("utf-8"), "utf-8")
    return tmp_path


def run(folder: Path, verb: str, *words: str) -> int:
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    return main([verb, *folders, *words])


def test_only_what_was_changed_since_is_taken(
    laws: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (laws / "content").rglob("*"):
        os.utime(path, (0, 0))
    # the 2nd of February 2020, by the time of this machine
    day = time.mktime((2020, 2, 2, 0, 0, 0, 0, 0, -1))
    os.utime(laws / "content/b/capture.md", (day, day))
    assert run(laws, "publish", "--since", "2020-02-02") == 0
    assert {path.parent.name for path in (laws / "dist").glob("*/manifest.json")} == {"b"}
    capsys.readouterr()
    assert run(laws, "publish", "--since", "2020-02-02T00:00:01") == 0
    assert capsys.readouterr().err == (
        "zhengben: no document was changed since 2020-02-02T00:00:01\n"
    )
    assert run(laws, "publish", "--since", "yesterday") == 2
    assert "--since takes a day such as 2026-11-23" in capsys.readouterr().err


def test_each_document_is_a_line_of_json(laws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (laws / "content/b/document.toml").write_text("organ = 3\n", "utf-8")
    assert run(laws, "publish", "--json") == 4
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["document"] for row in rows] == ["a", "b", "c"]
    assert [artefact["edition"] for artefact in rows[0]["made"]] == ["akoma-ntoso"]
    assert rows[1]["status"] == 4
    assert "document.toml" in rows[1]["refused"]
    assert rows[2]["why"] == {"zh-Hans akoma-ntoso": "not made before"}
    assert run(laws, "publish", "a", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"document": "a", "made": [], "kept": 1}


def test_a_sample_is_drawn_by_lot_and_told(laws: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(laws, "publish") == 0
    told = []
    for seed in ("7", "7", "8", "9", "10"):
        capsys.readouterr()
        assert run(laws, "check", "--sample", "1", "--seed", seed) == 0
        printed = capsys.readouterr()
        drawn = re.fullmatch(
            rf"zhengben: 1 of 3 documents, drawn with seed {seed}: ([abc])\n", printed.err
        )
        assert drawn
        assert f"{drawn[1]}: 1 files examined, nothing to mend" in printed.out
        told.append(drawn[1])
    assert told[0] == told[1]
    assert len({*told}) > 1
    assert run(laws, "check", "--sample", "99") == 0
    assert "3 of 3 documents" in capsys.readouterr().err
    assert run(laws, "check", "--sample", "0") == 2


def test_the_page_of_findings_has_each_kind_with_links(
    laws: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(laws, "publish") == 0
    for name in ("a", "b"):
        path = laws / f"dist/{name}/{name}.zh-Hans.akn.xml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("文献", "<b>", 1).replace("<b>", "文件", 1), "utf-8")
    (laws / "content/c/document.toml").write_text("organ = '<script>'\n", "utf-8")
    page = laws / "findings.html"
    assert run(laws, "check", "--html", str(page)) == 4
    text = page.read_text("utf-8")
    assert "<h1>Findings in 3 documents</h1>" in text
    assert 'href="dist/a/a.zh-Hans.akn.xml"' in text
    assert 'href="dist/b/b.zh-Hans.akn.xml"' in text
    kinds = re.findall(r'<h2 id="([A-Z]-\d+)">', text)
    assert "F-001" in kinds
    assert len(kinds) == len({*kinds})
    assert "<script>" not in text
    assert 'id="refused"' in text
    # its own mark lets it be written again, and nothing of the content is written over
    assert run(laws, "check", "--html", str(page)) == 4
    capsys.readouterr()
    assert run(laws, "check", "--html", str(laws / "content/a/page.html")) == 2
    page.write_text("mine")
    assert run(laws, "check", "--html", str(page)) == 2
    assert page.read_text() == "mine"


def test_of_many_documents_those_to_be_looked_at_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = Tally(100)
    for number in range(98):
        tally.add(f"law-{number}", "kept 1, up to date", 0, clean=True)
    tally.add("found", "made 1, kept 0, findings 2", 1)
    assert not tally.took(Outcome("bad", None, "bad is wrong.", 4))
    tally.tell()
    printed = capsys.readouterr()
    assert printed.out == (
        "\nfound  made 1, kept 0, findings 2\nbad    refused: bad is wrong.\n"
        "100 documents; kept 1, up to date: 98; listed above: 2\n"
    )
    assert printed.err == "zhengben: bad is wrong.\n"
    assert tally.status == 4


@pytest.mark.parametrize(
    ("done", "total", "seconds", "told"),
    [
        (0, 5, 9, ""),
        (1, 2, 0, ""),
        (10, 100, 5, " 2.0/s, 0:45 left,"),
        (1, 61, 10, " 6.0/min, 10:00 left,"),
        (100, 1_000_000, 200, " 30.0/min, 555:30:00 left,"),
        (5, 5, 10, " 30.0/min, 0:00 left,"),
    ],
)
def test_the_pace_and_the_time_left(done: int, total: int, seconds: float, told: str) -> None:
    assert paced(done, total, seconds) == told


def test_the_bar_shows_pace_on_a_terminal_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Progress(2) as bar:
        bar.step("law", "handout")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    clock = iter((0.0, 4.0, 4.0))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with Progress(2) as bar:
        bar.done()
        bar.step("law", "handout")
    assert "██████████░░░░░░░░░░ 1/2 15.0/min, 0:04 left, law: handout" in capsys.readouterr().err
