"""Two scripts side by side: each column is proved, on paper and on the web."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from mutate import edit_pdf

from tests.listed import part_of
from zhengben.checks.catalogue import check_document
from zhengben.cli.main import main
from zhengben.collation.pairs import pairs
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.document.artefacts import NAME
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.press.plan import plan
from zhengben.press.publish import publish
from zhengben.proof.fidelity import prove
from zhengben.source.source import Source

pytestmark = pytest.mark.usefixtures("seldom_asked")

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def simplified(project: Path, declaration: Declaration) -> Declaration:
    reviewed = Source.open(project / "content" / "astana-2017").reviewed
    return in_script(declaration, "zh-Hans", reviewed)[0]


@pytest.fixture(scope="module")
def collated(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("collation")
    folder = project / "content" / "astana-2017"
    return publish(folder, output, Assets.find(), editions=("collation",)).folder


def failures(path: Path, text: Declaration, second: bool) -> tuple[str, ...]:
    ids = [second_anchor(n.id, text.script) if second else n.id for n in text.lines]
    references = {face.key: face.path for face in FACES.values()}
    return prove(path, text.text, ids=ids, references=references, language=text.script).failures


@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_both_columns_are_proved(
    collated: Path, declaration: Declaration, simplified: Declaration, suffix: str
) -> None:
    path = next(collated.glob(f"*.{suffix}"))
    assert path.name == f"astana-2017.zh-Hant+zh-Hans.collation.{suffix}"
    assert failures(path, declaration, second=False) == ()
    assert failures(path, simplified, second=True) == ()


def test_a_fault_in_either_column_of_the_page_is_found(
    collated: Path, tmp_path: Path, declaration: Declaration, simplified: Declaration
) -> None:
    page = next(collated.glob("*.html"))
    text = page.read_text("utf-8")
    other = tmp_path / "other.html"
    for where, broken in (
        (text.index("人民睦"), (True, False)),
        (text.rindex("人民睦"), (False, True)),
    ):
        other.write_text(text[:where] + "人民和" + text[where + 3 :], "utf-8")
        found = (
            failures(other, declaration, second=False) != (),
            failures(other, simplified, second=True) != (),
        )
        assert found == broken
    other.write_text(text.replace('id="para-3-zh-Hans"', 'id="para-3-x"'), "utf-8")
    assert failures(other, simplified, second=True)


def test_a_column_in_the_language_of_the_other_is_found(
    collated: Path, tmp_path: Path, declaration: Declaration, simplified: Declaration
) -> None:
    path = tmp_path / "other.pdf"
    with pikepdf.open(next(collated.glob("*.pdf"))) as pdf:
        article = pdf.Root.StructTreeRoot.K[0].K[0]
        paragraphs = [kid for kid in article.K if kid.get("/Lang") == "zh-Hans"]
        assert len(paragraphs) == len(simplified.lines)
        paragraphs[2].Lang = "zh-Hant"
        pdf.save(path)
    assert failures(path, simplified, second=True)
    assert failures(path, declaration, second=False)


def test_the_checks_pass_and_look_at_both_columns(
    collated: Path, tmp_path: Path, declaration: Declaration, simplified: Declaration
) -> None:
    scripts = {"zh-Hant": declaration, "zh-Hans": simplified}
    report = check_document(collated, scripts)
    assert report.failures() == ()
    assert len(report.examined) == 3
    # the ledger says what of a column a converter made
    copy = part_of(collated, tmp_path / "copy", lambda row: row["media_type"] != "application/pdf")
    page = next(copy.glob("*.html"))
    text = page.read_text("utf-8")
    page.write_text(text.replace("于<", "於<"), "utf-8")
    found = {f.code for f in check_document(copy, scripts).failures()}
    assert {"F-001", "F-002", "T-002"} <= found


def test_pages_in_two_columns_are_measured(
    collated: Path, tmp_path: Path, declaration: Declaration, simplified: Declaration
) -> None:
    """Of text in two columns the page is measured, once for both."""
    scripts = {"zh-Hant": declaration, "zh-Hans": simplified}
    copy = part_of(collated, tmp_path / "copy", lambda row: row["media_type"] == "application/pdf")
    path = next(copy.glob("*.pdf"))

    def letter(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].MediaBox = [0, 0, 612, 792]

    edit_pdf(path, tmp_path / "letter.pdf", letter).replace(path)
    found = [f for f in check_document(copy, scripts).failures() if f.code.startswith("L-")]
    assert {(f.code, f.place) for f in found} >= {("L-001", "page 2")}
    assert len([f for f in found if f.code == "L-001"]) == 1


def test_every_edition_in_every_script(project: Path) -> None:
    """What ``--all`` would make, without making it."""
    source = Source.open(project / "content" / "astana-2017")
    own = source.editions

    def wanted(*editions: str, everything: bool = False) -> dict[str, list[str]]:
        pairs = plan(source, editions, (), everything)
        scripts = dict.fromkeys(script for script, _ in pairs)
        return {to: [name for script, name in pairs if script == to] for to in scripts}

    made = wanted()
    assert made.pop("zh-Hant") == [*own]
    assert [*made] == ["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"]
    for names in made.values():
        assert {"handout", "e-reader", "ledger"} <= {*names} < {*own, "ledger"}
    made = wanted(everything=True)
    assert made.pop("zh-Hant") == [*own]
    assert made.pop("zh-Hant+zh-Hans") == ["collation"]
    assert [{*names} for names in made.values()] == [{*own, "ledger"}] * 3
    assert wanted("handout") == {"zh-Hant": ["handout"]}


def test_the_page_stands_by_itself(collated: Path, declaration: Declaration) -> None:
    data = next(collated.glob("*.html")).read_bytes()
    root = ElementTree.fromstring(data)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in root.iter("{http://www.w3.org/1999/xhtml}a"):
        assert (link.get("href") or "").removeprefix("#") in ids
    text = data.decode()
    assert not re.search(r'<(script|link|img|iframe)\b|url\((?!"data:font)|@import', text)
    assert {e.get(LANG) for e in root.iter() if e.get(LANG)} == {"zh-Hant", "zh-Hans"}
    assert text.count('<sup class="call"') == 2 * len(declaration.notes)


def test_pairs_mark_what_differs(declaration: Declaration, simplified: Declaration) -> None:
    title = pairs(declaration, simplified)[0]
    assert "".join(run.text for run in title.left.runs) == declaration.title.text
    assert [run.text for run in title.left.runs if run.changed] == ["組織", "員國", "納"]
    assert [run.text for run in title.right.runs if run.changed] == ["组织", "员国", "纳"]


def capture(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*words: str) -> tuple[int, str, str]:
        status = main(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = capture(capsys)
    page = tmp_path / "page.html"
    status, out, _ = run("script", "astana-2017", "--to", "zh-Hans", "--html", str(page))
    assert status == 0
    assert "2052 of 5899 characters changed" in out
    assert "於 → 于 (of 于 於), by word 關於: 11 times" in out
    assert "[para-1] 上合組織旨在" in out
    assert "上合组织旨在" in out
    ElementTree.fromstring(page.read_bytes())
    assert 'title="國 → 国 字典首選"' in page.read_text("utf-8")
    status, out, _ = run("script", "astana-2017", "--to", "zh-Hant-HK", "--json")
    assert json.loads(out)["changed"] == 10
    for to, sentence in (("s2twp", "phrases"), ("zh-Hant", "already"), ("xx", "no script")):
        status, out, err = run("script", "astana-2017", "--to", to)
        assert (status, out) == (2, "")
        assert sentence in err
    status, _, err = run(
        "script", "astana-2017", "--to", "zh-Hans", "--html", str(tmp_path / "no" / "page.html")
    )
    assert status == 2
    assert "no; make it, or name another file" in err
    assert run("publish", "--script", "s2twp")[0] == 2


def test_the_manifest_tells_of_both_scripts(collated: Path) -> None:
    entries = json.loads((collated / NAME).read_text("utf-8"))["artefacts"]
    assert [(e["edition"], e["script"], e["media_type"]) for e in entries] == [
        ("ledger", "zh-Hans", "application/json"),
        ("collation", "zh-Hant+zh-Hans", "application/pdf"),
        ("collation", "zh-Hant+zh-Hans", "text/html"),
    ]


def test_what_stands_alone_below_a_title_is_in_the_face_of_its_side(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    page = tmp_path / "law.txt"
    page.write_text(
        "甲城河流条例\n\n甲城议会办公厅\n\n2020年2月29日甲城议会通过\n\n2020年3月1日签订\n\n"
        "第一条　河流由水务局管理。\n\n第二条　本条例自公布之日起施行。\n",
        "utf-8",
    )
    content, words = ("--content", str(tmp_path / "content")), ("organ=甲城", "source=样本")
    answers = [word for answer in (*words, "rights=CC0") for word in ("--set", answer)]
    assert main(["new", str(page), "--name", "law", *content, *answers]) == 0
    output = ("--output", str(tmp_path / "dist"))
    assert main(["publish", "law", "--edition", "collation", *content, *output]) == 0
    roles = {line.role for line in Source.open(tmp_path / "content/law").read()[0].lines}
    assert {"organ", "dateline"} <= roles


TAMPERED = {
    "W-302": ("font-src data:;", "font-src *;"),
    "F-006": ("<main>", "<script>document.title</script><main>"),
    "W-302 of a sheet": ("line-height: 1.8;", "line-height: 1.9;"),
    "F-006 of a font": ('"book"; src', '"another"; src'),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_the_web_page_asks_nobody_for_anything(
    collated: Path, declaration: Declaration, simplified: Declaration, tmp_path: Path, name: str
) -> None:
    """It brings its fonts, and its policy allows nothing else."""
    copy = part_of(collated, tmp_path / "copy", lambda row: row["media_type"] == "text/html")
    page = next(copy.glob("*.html"))
    html = page.read_text("utf-8")
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in html
    assert "script-src" not in html
    assert "serif-sc" in html
    before, after = TAMPERED[name]
    assert before in html
    page.write_text(html.replace(before, after, 1), "utf-8")
    both = {"zh-Hant": declaration, "zh-Hans": simplified}
    assert name[:5] in {f.code for f in check_document(copy, both).findings}
