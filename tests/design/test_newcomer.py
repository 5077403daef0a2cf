"""Follows docs/extending.md in a copy of the project, and forgets a part at a time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.genre_documents import genre_document
from zhengben.design.assets import Assets

COPIED = (
    "zhengben",
    "templates",
    "styles",
    "README.md",
    "tests/genres",
    "tests/genre_documents.py",
)
_BLOCK = re.compile(r"^   `([^`\n]+)`\n\n   ```\w+\n(.*?)^   ```$", re.MULTILINE | re.DOTALL)
# where a row goes in a file that is there already: before this
_BEHIND = {
    "zhengben/design/editions.py": ")\nEDITIONS: ",
    "zhengben/design/genres.py": ")\nGENRES: ",
    "README.md": "\n## 出版自己的文件",
}


def blocks(project: Path, section: str) -> dict[str, str]:
    """Return what a section of the page has the reader write, by file."""
    page = (project / "docs" / "extending.md").read_text("utf-8")
    (text,) = (part for part in page.split("\n## ") if part.startswith(section))
    return {file: textwrap.dedent(block) for file, block in _BLOCK.findall(text)}


def follow(tree: Path, written: dict[str, str]) -> None:
    """Write into a copy of the project what the page says."""
    for file, block in written.items():
        path = tree / file
        if file not in _BEHIND:
            path.write_text(block, "utf-8")
            continue
        text = path.read_text("utf-8")
        assert text.count(_BEHIND[file]) == 1, file
        row = f"{textwrap.indent(block.rstrip(), '    ')},\n" if path.suffix == ".py" else block
        path.write_text(text.replace(_BEHIND[file], row + _BEHIND[file]), "utf-8")


@pytest.fixture(scope="module")
def tree(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a copy of the project, extended as the page says."""
    copy = tmp_path_factory.mktemp("newcomer")
    for name in COPIED:
        (copy / name).parent.mkdir(exist_ok=True)
        if (project / name).is_dir():
            shutil.copytree(project / name, copy / name)
        else:
            shutil.copy2(project / name, copy / name)
    for section in ("An edition", "A genre"):
        follow(copy, blocks(project, section))
    # once for the processes that follow; a file that a test changes is known by its hash
    run(copy, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", str(copy))
    yield copy
    if sys.pycache_prefix:
        shutil.rmtree(Path(sys.pycache_prefix, *copy.parts[1:]), ignore_errors=True)


def run(tree: Path, *words: str, java: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command of the copy, where asked without Java and Ace, which take seconds to start."""
    without = tree / "without-java"
    environment = dict(
        os.environ,
        PYTHONPATH=os.pathsep.join(map(str, (tree,) if java else (without, tree))),
        PYTHONDONTWRITEBYTECODE="1",
        ZHENGBEN_CACHE=str(Assets.find().cache),
    )
    if not java:
        folders = environment["PATH"].split(os.pathsep)
        environment["PATH"] = os.pathsep.join(f for f in folders if not Path(f, "ace").exists())
        without.mkdir(exist_ok=True)
        (without / "sitecustomize.py").write_text("import sys\nsys.modules['jpype'] = None\n")
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=tree, env=environment, capture_output=True, text=True, check=False
    )


def press(tree: Path, *words: str, java: bool = True) -> subprocess.CompletedProcess[str]:
    return run(tree, "-m", "zhengben", *words, java=java)


def test_the_page_names_a_few_files(project: Path) -> None:
    assert set(blocks(project, "An edition")) == {
        "zhengben/design/editions.py",
        "templates/pocket.html.j2",
        "styles/pocket.css",
        "README.md",
    }
    assert set(blocks(project, "A genre")) == {
        "zhengben/design/genres.py",
        "templates/genres/judgment.html.j2",
        "styles/genres/judgment.css",
        "tests/genres/judgment.txt",
    }


@pytest.mark.parametrize("java", [False, True], ids=["looked at", "validated"])
def test_an_edition_of_a6_that_is_imposed_on_a5(tree: Path, tmp_path: Path, java: bool) -> None:
    content, output = tmp_path / "content", tmp_path / "dist"
    for genre in ("communique", "treaty"):
        genre_document(content, genre)
    folders = ("--content", str(content), "--output", str(output))
    done = press(tree, "publish", "--edition", "pocket", *folders)
    assert (done.returncode, done.stderr) == (0, "")
    for genre in ("communique", "treaty"):
        made = sorted(path.name for path in (output / f"small-{genre}").iterdir())
        assert made == [
            "machine.json",
            "manifest.json",
            f"small-{genre}.zh-Hant.pocket-a6.pdf",
            f"small-{genre}.zh-Hant.pocket.pdf",
        ]
    done = press(tree, "check", *folders, java=java)
    assert (done.returncode, done.stderr) == (0, "")
    said = "".join(n for n in done.stdout.splitlines(True) if ": not checked: " not in n or java)
    assert re.findall(r"\b[A-Z]-\d{3}\b.*", said.replace("E-", "")) == []
    assert done.stdout.count(": 2 files examined, nothing to mend") == 2


def test_the_checks_go_by_the_record_of_the_new_edition(tree: Path, tmp_path: Path) -> None:
    content, output = tmp_path / "content", tmp_path / "dist"
    genre_document(content, "communique")
    folders = ("--content", str(content), "--output", str(output))
    assert press(tree, "publish", "--edition", "pocket", *folders).returncode == 0
    table = tree / "zhengben" / "design" / "editions.py"
    right = table.read_text("utf-8")
    wrong = "record=PageRecord((105, 150), 9, 24, 15"
    told = right.replace("record=PageRecord((105, 148), 9, 25, 15", wrong)
    told = told.replace("SheetRecord((210, 148)", "SheetRecord((297, 210)")
    table.write_text(told, "utf-8")
    try:
        done = press(tree, "check", *folders, java=False)
    finally:
        table.write_text(right, "utf-8")
    assert done.returncode == 1
    assert {"L-001", "L-005", "L-009"} <= set(
        re.findall(r"^L-\d{3}(?=.*-a6\.pdf)", done.stdout, re.M)
    )
    assert re.search(r"^L-001 .*\.pocket\.pdf", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("java", [False, True], ids=["looked at", "validated"])
def test_a_genre(tree: Path, tmp_path: Path, java: bool) -> None:
    content, output = tmp_path / "content", tmp_path / "dist"
    write = f"""
from pathlib import Path
from tests.genre_documents import genre_document
genre_document(Path({str(content)!r}), "judgment")
"""
    assert run(tree, "-c", write).returncode == 0
    folders = ("--content", str(content), "--output", str(output))
    editions = ("--edition", "handout", "--edition", "e-reader", "--edition", "akoma-ntoso")
    done = press(tree, "publish", *editions, *folders)
    assert (done.returncode, done.stderr) == (0, "")
    done = press(tree, "check", *folders, java=java)
    assert done.returncode == 0, done.stdout
    assert ("E-901 " in done.stdout) is not java
    xml = next(output.rglob("*.akn.xml")).read_text("utf-8")
    assert '<statement name="judgment"' in xml
    page = tmp_path / "page.txt"
    page.write_text((tmp_path / "content/small-judgment/canonical.txt").read_text("utf-8"), "utf-8")
    done = press(tree, "new", str(page), "--name", "found", "--content", str(content))
    assert done.returncode == 0, done.stderr
    assert 'genre = "judgment"' in (content / "found" / "document.toml").read_text("utf-8")


EDITION, GENRE = "zhengben/design/editions.py", "zhengben/design/genres.py"
# what is forgotten: a file, and of a table the text that is missing; and what is told
FORGOTTEN: dict[str, tuple[str, str, str]] = {
    "words": (EDITION, r"        words=\{\n.*A6.*\n.*A6.*\n        \},\n", "label in zh-Hant"),
    "words of a script": (EDITION, r".*\"A6 袖珍本，骑马订.*\n", "label in zh-Hans"),
    "a row of the colophon": (EDITION, ', "A6 袖珍本，骑马订.*另备"', "colophon in zh-Hans"),
    "the paper": (EDITION, r'        paper="A6",\n', "no paper; say one of A3, A4, A5, A6"),
    "a figure": (EDITION, r"        text_pt=9,\n", "no text_pt"),
    "a size of notes": (EDITION, r"        note_leading_pt=10.5,\n", "no note_leading_pt"),
    "the record": (EDITION, r"        record=PageRecord\(\(105.*\n", "no record; write down"),
    "the record of sheets": (EDITION, r"        sheet_record=.*\(210, 148.*\n", "no sheet_record"),
    "the template": ("templates/pocket.html.j2", "", "templates/pocket.html.j2 is missing"),
    "the sheet": ("styles/pocket.css", "", "styles/pocket.css is missing"),
    "the book's pages": (
        EDITION,
        r'        pages_of="handout",\n(?=    \),\n    BookEdition)',
        "“e-reader” has no print edition",
    ),
    "two scripts": (EDITION, r'        scripts=\("zh-Hant", "zh-Hans"\),\n', "no two scripts"),
    "the genre's words": (GENRE, r"        words=.*判決.*\n", "judgment” has no name in zh-Hant"),
    "a name in a script": (GENRE, r', "zh-Hans": "判决"', "judgment” has no name in zh-Hans"),
    "the type of document": (
        GENRE,
        r'        akoma_ntoso="statement",\n(?=.*判决书)',
        "no type of document in Akoma Ntoso",
    ),
    "how titles end": (GENRE, r"        title_ends=.*判决书.*\n", "no ends of titles"),
    "the genre's template": (
        "templates/genres/judgment.html.j2",
        "",
        "templates/genres/judgment.html.j2 is missing",
    ),
    "the genre's sheet": ("styles/genres/judgment.css", "", "genres/judgment.css is missing"),
}


@pytest.mark.parametrize("part", FORGOTTEN)
def test_a_part_that_is_forgotten_is_one_sentence(part: str, tree: Path, tmp_path: Path) -> None:
    file, text, sentence = FORGOTTEN[part]
    path = tree / file
    right = path.read_text("utf-8")
    genre_document(tmp_path / "content", "declaration")
    try:
        if text:
            changed, count = re.subn(text, "", right)
            assert count == 1
            path.write_text(changed, "utf-8")
        else:
            path.unlink()
        done = press(tree, "publish", "--content", str(tmp_path / "content"))
    finally:
        path.write_text(right, "utf-8")
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr
    table = EDITION if "edition" in done.stderr.split(": ")[1] else GENRE
    assert re.match(rf"zhengben: {re.escape(table)}:\d+: the ", done.stderr)
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('imposed_on="A5"', 'imposed_on="A6"', "does not hold two pages of A6"),
        ('name="pocket",', 'name="pocket", flavour="ua",', "no flavour of PDF; name one of"),
        ('name="pocket",', 'name="pocket", suffix="vertical.pdf",', "both make a file “vertical"),
        ('name="pocket",', 'name="booklet",', "two editions have one name"),
    ],
)  # fmt: skip
def test_a_part_that_is_wrong_is_one_sentence(
    old: str, new: str, sentence: str, tree: Path, tmp_path: Path
) -> None:
    path = tree / EDITION
    right = path.read_text("utf-8")
    genre_document(tmp_path / "content", "declaration")
    assert right.count(old) == 1
    path.write_text(right.replace(old, new), "utf-8")
    try:
        done = press(tree, "publish", "--content", str(tmp_path / "content"))
    finally:
        path.write_text(right, "utf-8")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), done.stderr
    assert sentence in done.stderr
