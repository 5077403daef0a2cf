"""The web pages of texts beside one another: proved, closed to what no page has, read in Chromium.

With ``ZHENGBEN_SCREENSHOTS`` set to a folder, pictures in three sizes are kept there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.listed import part_of
from tests.versioned_documents import versioned_document
from zhengben.checks.catalogue import check_document
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.proof.fidelity import prove
from zhengben.proof.page_grammar import SCRIPTS
from zhengben.source.source import Source
from zhengben.source.texts import text_in

pytestmark = pytest.mark.usefixtures("seldom_asked")

RULES, AGREEMENT = "specimen-rules", "specimen-agreement"
TAGS = {RULES: ("zh-Hant", "zh-Hant-x-20190301"), AGREEMENT: ("zh-Hans", "ru", "en")}
EDITIONS = {RULES: "comparison", AGREEMENT: "parallel"}
MOST_SECONDS = 400


@pytest.fixture(scope="module")
def texts(project: Path) -> dict[str, dict[str, Declaration]]:
    found = {}
    for name, tags in TAGS.items():
        source = Source.open(project / "content" / name)
        own = source.read()[0]
        found[name] = {tag: text_in(source, own, tag)[0] for tag in tags}
    return found


@pytest.fixture(scope="module")
def pages(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    output, found = tmp_path_factory.mktemp("beside"), {}
    for name, edition in EDITIONS.items():
        editions = (edition, "redline") if name == RULES else (edition,)
        publish(project / "content" / name, output, Assets.find(), editions=editions)
        file = f"{name}.{'+'.join(TAGS[name])}.{edition}.html"
        found[name] = output / name / file
    return found


@pytest.mark.parametrize("name", EDITIONS)
def test_no_check_finds_anything(
    pages: dict[str, Path], texts: dict[str, dict[str, Declaration]], name: str
) -> None:
    report = check_document(pages[name].parent, texts[name])
    assert report.findings == ()
    assert pages[name].name in report.examined


def test_each_column_of_a_page_says_its_text(
    pages: dict[str, Path], texts: dict[str, dict[str, Declaration]]
) -> None:
    for tag, text in texts[AGREEMENT].items():
        proof = prove(pages[AGREEMENT], text.text, ids=None, references={}, language=tag)
        assert proof.holds, proof.failures[:2]
        other = text.text.replace(text.text[40:42], "＊＊", 1)
        assert not prove(pages[AGREEMENT], other, ids=None, references={}, language=tag).holds


TAMPERED = {
    # what is hidden, what is struck, another font, a script of somebody's, a word that went
    "F-006": (
        (RULES, "del { text-decoration: underline;", "del { text-decoration: line-through;"),
        (RULES, "body:has(#rows-changed:checked) .same", ".column-2 .article"),
        (AGREEMENT, '<div class="side" role="table"', '<div class="side" role="presentation"'),
        (AGREEMENT, "'use strict';", "'use strict'; "),
        (AGREEMENT, 'font-family: "serif-letters"; src', 'font-family: "own"; src'),
    ),
    "F-002": ((RULES, "<del>二十</del>", "<del>二一</del>"), (AGREEMENT, "Статья 3", "Статья 4"),),
    "W-302": ((AGREEMENT, "font-src data:;", "font-src *;"),),
    "W-303": ((RULES, 'href="#art-2"', 'href="#art-22"'),),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "before", "after"),
    [(code, *row) for code, rows in TAMPERED.items() for row in rows],
)
def test_what_is_no_page_of_ours_is_found(
    pages: dict[str, Path],
    texts: dict[str, dict[str, Declaration]],
    tmp_path: Path,
    code: str,
    name: str,
    before: str,
    after: str,
) -> None:
    copy = part_of(
        pages[name].parent, tmp_path / "copy", lambda row: row["file"] == pages[name].name
    )
    page = copy / pages[name].name
    html = page.read_text("utf-8")
    assert before in html
    page.write_text(html.replace(before, after, 1), "utf-8")
    codes = {f.code for f in check_document(copy, texts[name]).findings}
    assert code in codes, codes


def test_the_script_is_one_that_is_known(project: Path) -> None:
    script = (project / "templates/beside/beside.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() in SCRIPTS, (
        "templates/beside/beside.js changed: look at it as one who proves, then write its SHA-256 "
        "into SCRIPTS of zhengben/proof/page_grammar.py."
    )


def test_a_page_alone_may_not_have_what_stands_there(pages: dict[str, Path]) -> None:
    from zhengben.proof.web_strangers import strange_page

    html = pages[RULES].read_bytes()
    # whatever else it lacks, a document's own page has neither new words nor gone ones
    declaration = Source.open(Path("content") / RULES).read()[0]
    told = [f.sentence for f in strange_page(html, declaration, alone=True)]
    assert any("an element “ins”" in sentence for sentence in told)


def test_the_documents_own_page_leads_there(tmp_path: Path, project: Path) -> None:
    folder = tmp_path / "content" / AGREEMENT
    shutil.copytree(project / "content" / AGREEMENT, folder)
    toml = folder / "document.toml"
    toml.write_text('editions = ["web", "parallel"]\n' + toml.read_text("utf-8"), "utf-8")
    made = publish(folder, tmp_path / "dist", Assets.find())
    html = (made.folder / f"{AGREEMENT}.zh-Hans.html").read_text("utf-8")
    assert f'<a href="{AGREEMENT}.zh-Hans+ru+en.parallel.html">多语对照</a>' in html
    beside = (made.folder / f"{AGREEMENT}.zh-Hans+ru+en.parallel.html").read_text("utf-8")
    assert f'<a href="{AGREEMENT}.zh-Hans.html" hreflang="zh-Hans">网页</a>' in beside


def test_tables_and_marks_stand_in_both_columns(tmp_path: Path) -> None:
    roles = ["1 title", "2 article", "3-6 table 2 header 1", "7 article"]
    new = [
        "甲地辦法",
        "第一條　收費如下：",
        "項目",
        "金額",
        "複製",
        "三元",
        "第二條　水（H@@2@@O）不得攜入。",
    ]
    old = [
        "甲地辦法",
        "第一條　收費如下：",
        "項目",
        "金額",
        "複製",
        "二元",
        "第二條　水（H@@2@@O）得攜入。",
    ]
    old, new = ([text.replace("@@2@@", "2") for text in lines] for lines in (old, new))
    folder = versioned_document(tmp_path / "content/rules-of-a-test", (new, roles), (old, roles))
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("comparison",))
    source = Source.open(folder)
    own = source.read()[0]
    texts = {tag: text_in(source, own, tag)[0] for tag in TAGS[RULES]}
    assert check_document(made.folder, texts).findings == ()
    html = next(made.folder.glob("*.html")).read_text("utf-8")
    assert re.search(r'<td id="table-1-2-2"><ins>三</ins>元</td>', html)
    assert re.search(r'<td id="table-1-2-2-zh-Hant-x-20190301"><del>二</del>元</td>', html)


def test_articles_that_did_not_change_may_be_left_out(tmp_path: Path) -> None:
    roles = ["1 title", "2 article", "3-6 table 2", "7 article"]
    rows = ["甲地辦法", "第一條　收費如下：", "項目", "金額", "複製", "三元"]
    new, old = [*rows, "第二條　不得攜入。"], [*rows, "第二條　得攜入。"]
    folder = versioned_document(
        tmp_path / "content/rules-of-a-test", (new, roles), (old, roles),
        "[comparison]\nunchanged = \"left-out\"\n",
    )  # fmt: skip
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("comparison",))
    source = Source.open(folder)
    own = source.read()[0]
    texts = {tag: text_in(source, own, tag)[0] for tag in TAGS[RULES]}
    # a table that is not shown is none that is missing
    assert check_document(made.folder, texts).findings == ()
    assert "收費" not in next(made.folder.glob("*.html")).read_text("utf-8")


@pytest.fixture(scope="module")
def browsed(
    request: pytest.FixtureRequest,
    project: Path,
    pages: dict[str, Path],
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("browsed")
    made = {EDITIONS[name]: page for name, page in pages.items()}
    merged = pages[RULES].name.replace("comparison", "redline")
    made["redline"] = pages[RULES].with_name(merged)
    # the ordinary ring looks at one of them
    own = [item.name for item in request.session.items if item.path == request.path]
    asked = {edition for edition in made if any(edition in name for name in own)}
    made = {edition: made[edition] for edition in made if edition in {*asked, "comparison"}}
    for edition, page in made.items():
        shutil.copy(page, folder / f"{edition}.html")
    listed = {"pages": {edition: f"{edition}.html" for edition in made}}
    (folder / "pages.json").write_text(json.dumps(listed), "utf-8")
    script = project / "tests" / "reader" / "beside.mjs"
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    command = ["node", str(script), require_tool("chromium"), str(folder)]
    done = subprocess.run(command, capture_output=True, env=environment, timeout=MOST_SECONDS)
    assert done.returncode == 0, done.stderr.decode()
    if kept := os.environ.get("ZHENGBEN_SCREENSHOTS"):
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    return dict(json.loads((folder / "beside.json").read_text("utf-8")))


@pytest.mark.parametrize("name", [*EDITIONS.values(), "redline"])
def test_a_page_is_read_by_everybody(browsed: dict[str, Any], name: str) -> None:
    said = browsed[name]
    assert said["barriers"] == []
    assert (said["errors"], said["asked"], said["overflow"]) == ([], [], 0)
    assert {font.rpartition(" ")[2] for font in said["fonts"]} == {"loaded"}
    assert said["there"]
    assert said["hash"]


@pytest.mark.parametrize("name", EDITIONS.values())
def test_switches_show_one_text_and_keep_the_place(browsed: dict[str, Any], name: str) -> None:
    said = browsed[name]
    assert said["all"] == ([1, 2, 3] if name == "parallel" else [1, 2])
    assert (said["first"], said["second"]) == ([1], [2])
    assert abs(said["kept"]) <= 1


def test_a_redline_shows_either_version_alone(
    browsed: dict[str, Any], texts: dict[str, dict[str, Declaration]]
) -> None:
    new, old = texts[RULES].values()
    for said, text, other in (("new", new, old), ("old", old, new)):
        read = browsed["redline"][said].replace("¶", "")
        for line in text.lines:
            assert line.text in read
        alone = {line.text for line in other.lines} - {line.text for line in text.lines}
        assert not any(line in read for line in alone if line not in text.text)
    assert browsed["redline"]["changed"] == 13


def test_what_did_not_change_can_be_left_out(browsed: dict[str, Any]) -> None:
    said = browsed["comparison"]
    # the head, and what is amended, added, deleted, or moved
    assert said["changed"] == 13 < said["rows"]
