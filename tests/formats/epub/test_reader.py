"""The finished books in a real reader: foliate-js in Chromium turns, follows, clicks and looks.

With ``ZHENGBEN_SCREENSHOTS`` set to a folder, the pictures it takes are kept there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rows import E_READER, E_READER_VERTICAL, HANDOUT
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.design.kinds import BookEdition
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf.writer import Press
from zhengben.source.source import Source

MOST_SECONDS = 600
EDITIONS: tuple[BookEdition, ...] = (E_READER, E_READER_VERTICAL)
# WCAG 2.2, 1.4.3, level AA
LEAST_CONTRAST = 4.5
Result = dict[str, Any]


def start(book: Path, folder: Path, chromium: str, *mode: str) -> subprocess.Popen[bytes]:
    script = Path(__file__).parents[2] / "reader" / "read.mjs"
    folder.mkdir(parents=True)
    # what hides the machine's fonts from WeasyPrint must not hide them from a reader
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    command = ["node", str(script), chromium, str(book), str(folder), *mode]
    return subprocess.Popen(command, stderr=subprocess.PIPE, env=environment)


def finish(process: subprocess.Popen[bytes], folder: Path) -> Result:
    try:
        _, said = process.communicate(timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        pytest.fail("the reader took too long")
    assert process.returncode == 0, said.decode()
    result: Result = json.loads((folder / "result.json").read_text("utf-8"))
    return result


def chosen(request: pytest.FixtureRequest, parameter: str) -> set[Any]:
    """Return the values of a parameter with which tests of this file run: which books to read."""
    own = (item for item in request.session.items if item.path == request.path)
    specs = (getattr(item, "callspec", None) for item in own)
    return {spec.params[parameter] for spec in specs if spec and parameter in spec.params}


@pytest.fixture(scope="module")
def readings(
    request: pytest.FixtureRequest,
    built: Path,
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, tuple[Result, Path]]]:
    """Read the books side by side; return what was found, and the folder of pictures."""
    folder, chromium = tmp_path_factory.mktemp("reader"), require_tool("chromium")
    running = {
        edition.name: start(
            built / f"astana-2017.zh-Hant.{edition.suffix}", folder / edition.name, chromium
        )
        for edition in chosen(request, "edition")
    }
    yield {
        name: (finish(process, folder / name), folder / name) for name, process in running.items()
    }
    if kept := os.environ.get("ZHENGBEN_SCREENSHOTS"):
        shutil.copytree(folder, kept, dirs_exist_ok=True)


@pytest.fixture(params=EDITIONS, ids=lambda edition: edition.name)
def edition(request: pytest.FixtureRequest) -> BookEdition:
    edition: BookEdition = request.param
    return edition


@pytest.fixture
def result(readings: dict[str, tuple[Result, Path]], edition: BookEdition) -> Result:
    return readings[edition.name][0]


def judge_text(result: Result, declaration: Declaration) -> None:
    """Demand that every character is seen on some page, however the book is set."""
    for name, reading in result["passes"].items():
        assert reading["unseen"] == 0, name
        assert reading["lines"] == {line.id: line.text for line in declaration.lines}, name
        assert reading["pages"] >= len(result["facts"]), name


def judge_links(result: Result) -> None:
    assert [link for link in result["links"] if not link["arrived"]] == []


def judge_setting(result: Result, mode: str, script: str) -> None:
    for number, document in enumerate(result["facts"]):
        # the cover is a picture
        assert document["writingMode"] == (mode if number else "horizontal-tb")
        assert document["language"] == script
        assert document["lying"] == 0
        assert document["family"].startswith("book")
    # the cover shows no text, and only the colophon may quote another script
    assert all("book loaded" in document["fonts"] for document in result["facts"][1:])
    assert not any(
        font.endswith("error") for document in result["facts"] for font in document["fonts"]
    )


def test_the_reader_opens_the_book(
    result: Result, edition: BookEdition, declaration: Declaration
) -> None:
    assert result["errors"] == []
    book = result["book"]
    assert book["title"][declaration.script] == declaration.title.text
    assert book["title"]["zh-Hans"] == "上海合作组织成员国元首阿斯塔纳宣言"
    assert book["direction"] == ("rtl" if edition.vertical else "ltr")
    assert [entry["label"].split()[0] for entry in book["toc"]][1:12] == [
        group.title for group in declaration.groups
    ]


def test_every_character_is_seen(result: Result, declaration: Declaration) -> None:
    assert set(result["passes"]) == {"eink", "phone", "large", "desktop"}
    judge_text(result, declaration)
    # at twice the size the text takes more pages, not less text
    assert result["passes"]["large"]["pages"] > result["passes"]["phone"]["pages"]


def test_the_book_is_set_as_its_edition_says(
    result: Result, edition: BookEdition, declaration: Declaration
) -> None:
    mode = "vertical-rl" if edition.vertical else "horizontal-tb"
    judge_setting(result, mode, declaration.script)
    assert any(document["cells"] for document in result["facts"]) == edition.vertical


def test_every_link_arrives(result: Result, declaration: Declaration) -> None:
    judge_links(result)
    assert len(result["links"]) > 16


def test_the_page_list_leads_to_the_pages_of_the_handout(
    result: Result, declaration: Declaration, project: Path
) -> None:
    source = project / "content" / "astana-2017" / "canonical.txt"
    printed = Press(declaration, Assets.find(), source, "test").set(HANDOUT).breaks()
    listed = result["book"]["pageList"]
    assert [entry["label"] for entry in listed] == [page.label for page in printed]
    after = {link["href"]: link["next"] for link in result["links"]}
    for entry, page in zip(listed, printed, strict=True):
        text = "" if page.apparatus else declaration.text[page.at :].replace("\n", "")
        assert text.startswith(after[entry["href"]].strip())
        assert bool(after[entry["href"]]) == (not page.apparatus)


def test_a_click_on_a_call_shows_the_note_and_the_note_leads_back(
    result: Result, declaration: Declaration
) -> None:
    assert len(result["clicks"]) == len(declaration.notes) > 30
    for click, note in zip(result["clicks"], declaration.notes, strict=True):
        assert click["id"] == f"call-{note.number}"
        assert click["type"] == "footnote"
        assert click["text"].startswith(f"{note.number}{note.text}")
        assert click["back"]


def test_text_can_be_read_by_day_by_night_and_in_sepia(result: Result) -> None:
    assert set(result["contrast"]) == {"day", "sepia", "night"}
    for theme, ratio in result["contrast"].items():
        assert ratio >= LEAST_CONTRAST, theme


def test_the_pictures_are_not_blank(
    readings: dict[str, tuple[Result, Path]], edition: BookEdition
) -> None:
    from PIL import Image

    pictures = sorted(readings[edition.name][1].glob("*.png"))
    assert len(pictures) == 56
    for picture in pictures:
        with Image.open(picture) as image:
            assert len(image.convert("L").getcolors() or ()) > 8, picture.name


OTHERS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")


@pytest.fixture(scope="module")
def in_others(
    request: pytest.FixtureRequest,
    built_scripts: Path,
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Result]:
    """Read the books in the other scripts side by side: a reader waits for its frames mostly."""
    home, chromium = tmp_path_factory.mktemp("others"), require_tool("chromium")
    running = {
        script: start(
            built_scripts / f"astana-2017.{script}.epub", home / script, chromium, "brief"
        )
        for script in chosen(request, "script")
    }
    return {script: finish(process, home / script) for script, process in running.items()}


@pytest.mark.parametrize("script", OTHERS)
def test_the_books_in_other_scripts_are_read_too(
    script: str, in_others: dict[str, Result], project: Path
) -> None:
    source = Source.open(project / "content" / "astana-2017")
    declaration, _ = in_script(source.read()[0], script, source.reviewed)
    result = in_others[script]
    assert result["errors"] == []
    judge_text(result, declaration)
    judge_setting(result, "horizontal-tb", script)
    judge_links(result)
