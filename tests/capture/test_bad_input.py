"""Damaged and hostile files: one sentence or a right reading, nothing half written, in bounds."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from zhengben.document.numbering import parse_label

_SECONDS, _BYTES = 5, 500_000_000
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LAW = "丁城水法\n\n第一條　水屬於丁城。\n\n第二條　本法自公布之日起施行。\n"
_LONG = "9" * 4_301


# What a process takes at most counts what its parent held when it forked: a small process between
# the tests and the press forks, and tells what the press took.
_BETWEEN = """
import json, resource, subprocess, sys
for what, most in ((resource.RLIMIT_CPU, 60), (resource.RLIMIT_AS, 4_000_000_000)):
    resource.setrlimit(what, (most, most))
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = used.ru_utime + used.ru_stime
print(json.dumps([done.returncode, seconds, used.ru_maxrss * 1024, done.stdout.decode()]))
"""


def press(*arguments: str) -> tuple[int, str]:
    """Run the press in a child; return its status and what it told, after its bounds held."""
    command = [sys.executable, "-m", "zhengben", *arguments]
    done = subprocess.run(
        [sys.executable, "-c", _BETWEEN, *command], capture_output=True, check=True
    )
    status, seconds, size, told = json.loads(done.stdout)
    assert seconds < _SECONDS
    assert size < _BYTES
    assert "Traceback" not in told
    return int(status), str(told)


def empty_paragraphs(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(f'<w:document xmlns:w="{_WORD}"><w:body>'.encode())
        for _ in range(100):
            part.write(b"<w:p/>" * 100_000)
        part.write(b"</w:body></w:document>")


def attributes(between: str) -> str:
    many = " ".join(f"a{n}={between}" for n in range(40_000))
    return f"<html><body><h1>丁城水法</h1><p {many}>第一條　水屬於丁城。</p></body></html>"


PAGES = {
    "bare.html": attributes("1"),
    "quoted.html": attributes('"<>"'),
    "names.html": attributes("1").replace("=1", "<=1"),
    "bare-marks.html": attributes("<x"),
    "angles.html": attributes("1").replace(" a", " <"),
    "equals.html": attributes("").replace(" a", " =a"),
    "behind-comment.html": f"<!--甲--!>{attributes('1')}<!-- -->",
    "behind-script.html": f"<scripts>{attributes('1')}</script>",
    "glued.html": attributes('"1"').replace('" a', '"a'),
    "notes.wiki": "== 甲 ==\n第一條　水。" + "<ref>乙" * 25_000,
    "tags.html": "<h1>甲</h1>" + "<a" * 300_000,
    "quotes.html": "<h1>甲</h1>" + '<a b="' * 100_000,
    "columns.html": f"<h1>丁城水法</h1><table><tr><td colspan={_LONG}>甲<td>乙<tr><td>丙</table>",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    page, content = tmp_path / name, tmp_path / "content"
    content.mkdir()
    page.write_text(PAGES[name], "utf-8")
    status, told = press("new", str(page), "--name", "a", "--content", str(content))
    assert (status, told.count("\n")) == (4, 1), told[:300]
    assert str(page) in told
    assert not any(content.iterdir())


def test_a_word_file_of_empty_paragraphs_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "empty.docx"
    empty_paragraphs(page)
    assert page.stat().st_size < 200_000
    status, told = press("new", str(page), "--name", "a", "--content", str(tmp_path))
    assert (status, told.count("\n")) == (4, 1)
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("encoding", ["undefined", "idna", "rot13", "hex", "甲", "unicode_escape"])
def test_an_encoding_that_is_none(encoding: str, tmp_path: Path) -> None:
    page = tmp_path / "law.txt"
    page.write_text(_LAW, "utf-8")
    arguments = ["new", str(page), "--encoding", encoding, "--content", str(tmp_path)]
    status, told = press(*arguments)
    assert (status, told.count("\n")) == (4, 1)
    assert not (tmp_path / "law").exists()


@pytest.mark.parametrize(
    "toml",
    [
        f"a = {'[' * 5_000}{']' * 5_000}",
        f"a = {'{a=' * 5_000}1{'}' * 5_000}",
        f"[{'.'.join('a' * 5_000)}]\nb = 1",
        f"a = {_LONG}",
        f'[capture]\nlines = "{_LONG}"\n[structure]\nhints = ["{_LONG} heading 2"]',
    ],
    ids=["lists", "tables", "names", "number", "lines"],
)
def test_metadata_nested_deep_or_with_long_numbers(toml: str, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "document.toml").write_text(toml + "\n", "utf-8")
    status, told = press("show", "a", "--content", str(tmp_path))
    assert (status, told.count("\n")) == (4, 1)
    assert "document.toml" in told


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.wiki", "a.html"])
def test_a_number_of_thousands_of_digits_is_text(name: str, tmp_path: Path) -> None:
    numbers = [f"第{_LONG}條　甲。", f"{_LONG}. 乙。", f"（{_LONG}）丙。",
               "第" + "一" * 4_301 + "條　丁。", f"2001年{_LONG}月2日"]  # fmt: skip
    lines = [*_LAW.split("\n\n"), *numbers]
    if name.endswith("html"):
        lines = [f"<p>{line}</p>" for line in lines]
    page = tmp_path / name
    page.write_text("\n\n".join(lines), "utf-8")
    status, told = press("new", str(page), "--name", "a", "--content", str(tmp_path))
    assert status == 0, told[-300:]
    canonical = (tmp_path / "a" / "canonical.txt").read_text("utf-8")
    assert canonical.count(_LONG) == 4
    assert "一" * 4_301 in canonical


def test_long_numerals_are_no_labels() -> None:
    assert parse_label(f"第{_LONG}條　甲。") is None
    assert parse_label("第九千九百九十九條　甲。") is not None
