"""The web page in Chromium: clicked, read with keys, without a script, in columns, by axe-core.

With ``ZHENGBEN_SCREENSHOTS`` set to a folder, pictures in three sizes, by day and by night, are
kept there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.genre_documents import genre_document
from tests.web_pages import web_page
from zhengben.document.declaration import Declaration
from zhengben.source.source import Source

MOST_SECONDS = 300
Result = dict[str, Any]


@pytest.fixture(scope="module")
def browsed(
    project: Path,
    declaration: Declaration,
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Result:
    """Read a declaration, numbered by us, and a law, which has its own numbers, in one browser."""
    folder = tmp_path_factory.mktemp("web")
    law = Source.open(genre_document(folder / "content", "law")).read()[0]
    pages = {"declaration": declaration, "law": law}
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(web_page(text), "utf-8")
    listed = {"pages": {name: f"{name}.html" for name in pages}}
    (folder / "pages.json").write_text(json.dumps(listed), "utf-8")
    script = project / "tests" / "reader" / "web.mjs"
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    command = ["node", str(script), require_tool("chromium"), str(folder)]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=MOST_SECONDS)
    assert done.returncode == 0, done.stderr.decode()
    if kept := os.environ.get("ZHENGBEN_SCREENSHOTS"):
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    result: Result = json.loads((folder / "web.json").read_text("utf-8"))
    return result


@pytest.mark.parametrize("name", ["declaration", "law"])
def test_the_page_is_read_and_asks_for_nothing(browsed: Result, name: str) -> None:
    read = browsed[name]["read"]
    assert read["errors"] == []
    assert read["asked"] == []
    assert "book loaded" in read["fonts"]


@pytest.mark.parametrize("name", ["declaration", "law"])
def test_axe_finds_no_barrier(browsed: Result, name: str) -> None:
    assert browsed[name]["barriers"] == []
    # and at 320 pixels nothing has to be scrolled across (WCAG 2.2, 1.4.10)
    assert browsed[name]["overflow"] <= 0


def test_a_note_is_shown_where_it_is_called(browsed: Result, declaration: Declaration) -> None:
    read = browsed["declaration"]["read"]
    assert read["note"] == declaration.notes[0].text
    assert (read["noteShown"], read["noteClosed"]) == (True, True)
    assert (read["focused"], read["returned"]) == ("note-link", "call")
    assert (read["noteHash"], read["back"]) == ("#note-1", "#call-1")


def test_a_place_is_cited_in_every_form(browsed: Result, declaration: Declaration) -> None:
    read = browsed["declaration"]["read"]
    said = f"{declaration.organ}：《{declaration.title.text}》，2017年6月9日，第1段。"
    assert (read["cited"], read["text"]) == (said, said)
    assert read["hash"] == "#para-1"
    assert read["address"].endswith("/declaration.html#para-1")
    assert "note = {第1段}" in read["bibtex"]
    # a file of one's own is no address for others
    assert "@ADDRESS@" not in read["bibtex"] + read["csl"] + read["ris"]
    assert "url" not in read["bibtex"]
    assert json.loads(read["csl"])[0]["locator"] == "第1段"
    assert "SE  - 第1段" in read["ris"]
    assert read["whole"] == f"{declaration.organ}：《{declaration.title.text}》，2017年6月9日。"
    assert read["citeClosed"]


def test_an_article_is_cited_by_its_own_number(browsed: Result) -> None:
    assert "第一條" in browsed["law"]["read"]["cited"]
    assert browsed["law"]["read"]["hash"] == "#art-1"


def test_columns_keep_the_place_and_are_remembered(browsed: Result) -> None:
    read = browsed["declaration"]["read"]
    assert read["mode"] == "vertical-rl"
    assert (read["kept"], read["turned"], read["remembered"]) == (True, True, True)


def test_the_other_script_opens_at_the_same_line(browsed: Result) -> None:
    other = browsed["declaration"]["read"]["other"]
    assert other["to"] == f"astana-2017.zh-Hans.html#{other['id']}"


def test_the_page_is_read_without_its_script(browsed: Result, declaration: Declaration) -> None:
    plain = browsed["declaration"]["plain"]
    assert plain["hash"] == "note-1"
    assert plain["characters"] > len(declaration.text)


def test_a_screen_reader_finds_parts_and_names(browsed: Result) -> None:
    tree = browsed["declaration"]["read"]["tree"]
    for part in ("banner", "main", "contentinfo", 'navigation "閱讀"', 'heading "註釋" [level=2]',
                 'link "第1段"', 'radio "橫排"', 'group "排列"'):  # fmt: skip
        assert part in tree, part
