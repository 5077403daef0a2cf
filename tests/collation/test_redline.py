"""The redline: two versions merged in one column, each read out of it again and proved."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pikepdf
import pytest
from msgspec.structs import replace

from tests.comparison.version_texts import law
from tests.listed import part_of
from tests.versioned_documents import versioned_document
from zhengben.checks.catalogue import check_document
from zhengben.comparison.pairing import UnitPair, pair_units
from zhengben.comparison.redline import merged_lines
from zhengben.comparison.versions import shown_beside
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.proof.fidelity import extract, prove
from zhengben.source.source import Source
from zhengben.source.texts import text_in

pytestmark = pytest.mark.usefixtures("seldom_asked")

TAGS = ("zh-Hant", "zh-Hant-x-20190301")
NAME = f"specimen-rules.{'+'.join(TAGS)}.redline"


def _texts(folder: Path) -> dict[str, Declaration]:
    source = Source.open(folder)
    own = source.read()[0]
    return {tag: text_in(source, own, tag)[0] for tag in TAGS}


@pytest.fixture(scope="module")
def texts(project: Path) -> dict[str, Declaration]:
    return _texts(project / "content" / "specimen-rules")


@pytest.fixture(scope="module")
def published(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project / "content" / "specimen-rules"
    output = tmp_path_factory.mktemp("redline")
    # beside the table, of which it has the tag
    return publish(folder, output, Assets.find(), editions=("comparison", "redline")).folder


def test_nothing_is_found(published: Path, texts: dict[str, Declaration]) -> None:
    report = check_document(published, texts)
    assert report.findings == ()
    assert {f"{NAME}.pdf", f"{NAME}.html"} < set(report.examined)


@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_either_version_is_read_out_of_it(
    published: Path, texts: dict[str, Declaration], suffix: str
) -> None:
    path = published / f"{NAME}.{suffix}"
    shown = list(texts.values())
    for column, side in enumerate(("new", "gone")):
        lines = shown_beside("redline", shown, column)
        text = "".join(f"{line.text}\n" for line in lines)
        assert sorted(line.index for line in lines) == [n.index for n in shown[column].lines]
        proof = prove(path, text, ids=None, references={}, side=side)
        assert not proof.differences
        other = text.replace("檔案", "文書", 1)
        assert prove(path, other, ids=None, references={}, side=side).differences
    blocks = {block.id: block for block in extract(path, {}).blocks}
    spans = [(s.kind, blocks["art-3"].text[s.start : s.end]) for s in blocks["art-3"].sides]
    assert spans == [("gone", "二十"), ("new", "十六")]


def test_the_structure_says_what_is_new_and_gone(published: Path) -> None:
    with pikepdf.open(published / f"{NAME}.pdf") as pdf:
        roles = dict(pdf.Root.StructTreeRoot.RoleMap.items())
        assert (roles["/Mark-new"], roles["/Mark-gone"]) == ("/Span", "/Span")
    html = (published / f"{NAME}.html").read_text("utf-8")
    assert "年滿<del>二十</del><ins>十六</ins>歲" in html
    assert re.search(r'<p class="article gone" id="art-10-zh-Hant-x-20190301"><del>第十條', html)
    assert re.search(r'<p class="article new" id="art-6"><ins>第六條', html)


TAMPERED = [
    # a word of either version that is another one, or stands in the wrong one
    ("F-002", "<del>二十</del>", "<del>二一</del>"),
    ("F-002", "<ins>十六</ins>", "<ins>十五</ins>"),
    ("F-002", "<del>二十</del><ins>十六</ins>", "<ins>二十</ins><del>十六</del>"),
    ("F-002", "<ins>十六</ins>", "十六"),
    # what stands in both sides would be read in neither
    ("F-002", "<ins>十六</ins>", "<ins>十六<del>不得</del></ins>"),
    ("F-002", "<ins>十六</ins>", "<ins>十六</ins><del><ins>不得</ins></del>"),
    # a version that is hidden, an anchor of another line
    ("F-006", ".redline .row {", "del {display:none} .redline .row {"),
    ("F-002", 'id="art-6"><ins>', 'id="art-66"><ins>'),
]


@pytest.mark.parametrize(("code", "before", "after"), TAMPERED)
def test_what_is_tampered_with_is_found(
    published: Path, texts: dict[str, Declaration], tmp_path: Path, code: str, before: str,
    after: str,
) -> None:  # fmt: skip
    page = tmp_path / "copy" / f"{NAME}.html"
    copy = part_of(published, tmp_path / "copy", lambda row: row["file"] == page.name)
    html = page.read_text("utf-8")
    assert before in html
    page.write_text(html.replace(before, after, 1), "utf-8")
    assert code in {f.code for f in check_document(copy, texts).findings}


def test_what_is_new_or_gone_is_so_in_a_redline_alone(
    published: Path, texts: dict[str, Declaration], tmp_path: Path
) -> None:
    name = f"{NAME}.pdf".replace("redline", "comparison")
    copy = part_of(published, tmp_path / "copy", lambda row: row["file"] == name)
    with pikepdf.open(published / name) as pdf:
        first = next(i for i in pdf.objects if isinstance(i, pikepdf.Dictionary)
                     and i.get("/S") == "/P" and "/ID" in i)  # fmt: skip
        inner = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name("/Mark-gone"),
                               P=first, Pg=first.Pg, K=first.K)
        )  # fmt: skip
        first.K = pikepdf.Array([inner])
        pdf.save(copy / name)
    found = [f for f in check_document(copy, texts).findings if f.code == "F-005"]
    assert any("new or gone" in f.sentence for f in found)


def test_another_old_text_is_found(published: Path, texts: dict[str, Declaration]) -> None:
    old = texts[TAGS[1]]
    first = old.paragraphs[0]
    changed = replace(first, text=first.text.replace("公眾", "民眾", 1))
    falsified = texts | {TAGS[1]: replace(old, paragraphs=(changed, *old.paragraphs[1:]))}
    found = {(f.code, f.file) for f in check_document(published, falsified).failures()}
    assert {("F-002", f"{NAME}.pdf"), ("F-002", f"{NAME}.html")} <= found


def test_tables_and_marks_are_merged_or_stand_whole(tmp_path: Path) -> None:
    roles = ["1 title", "2 article", "3-6 table 2 header 1", "7 article", "8 paragraph"]
    fewer = ["1 title", "2 article", "3-4 table 2", "5 article", "6 paragraph"]
    rows = ["項目", "金額", "複製"]
    new = ["甲地辦法", "第一條　收費如下：", *rows, "三元", "第二條　水（H^sub{2}O）不得攜入。",
           "圖^image{map.png|地圖}如上。"]  # fmt: skip
    cases = {
        "cells": (["甲地辦法", "第一條　收費如下：", *rows, "二元",
                   "第二條　水（H^sub{2}O）得攜入。", "圖^image{map.png|地圖}如上。"], roles),
        "shape": (["甲地辦法", "第一條　收費如下：", "複製", "二元", "第二條　水得攜入。", "略。"],
                  fewer),
    }  # fmt: skip
    for name, old in cases.items():
        folder = versioned_document(
            tmp_path / name / "content/rules-of-a-test", (new, roles), old, _object(tmp_path)
        )
        (folder / "map.png").write_bytes((tmp_path / "map.png").read_bytes())
        toml = folder / "document.toml"
        told = re.sub(r'(file = "canonical.*)', r"\1\nnotation = 1", toml.read_text("utf-8"))
        told = re.sub(r'(lines = "1-.*)', r'\1\nreader = "notation"', told)
        told += _object(tmp_path).replace("[[object]]", "[[version.object]]") * (name == "cells")
        toml.write_text(told, "utf-8")
        made = publish(
            folder, tmp_path / name / "dist", Assets.find(), editions=("redline", "comparison")
        )
        assert check_document(made.folder, _texts(folder)).findings == ()
        html = next(made.folder.glob("*.redline.html")).read_text("utf-8")
        merged = '<td id="table-1-2-2"><del>二</del><ins>三</ins>元</td>' in html
        assert merged == (name == "cells")
        assert html.count("<table") == (1 if merged else 2)
        for edition, tables in (("redline", 1 if merged else 2), ("comparison", 2)):
            with pikepdf.open(next(made.folder.glob(f"*.{edition}.pdf"))) as pdf:
                found = [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary)]
                assert sum(e.get("/S") == "/Table" for e in found) == tables


def _object(folder: Path) -> str:
    import hashlib

    from tests.marked_documents import png

    (folder / "map.png").write_bytes(png())
    digest = hashlib.sha256(png()).hexdigest()
    return f'[[object]]\nfile = "map.png"\nsha256 = "{digest}"\n'


def test_each_line_of_either_version_stands_once_and_in_its_order() -> None:
    """Articles of random words: what is new and what stays is the new text, as is the old one."""
    chance = random.Random(20200229)
    words = ["館", "應", "得", "不得", "保存", "公布", "複製", "文獻", "，", "。", "三", "十"]

    def line() -> str:
        return "".join(chance.choice(words) for _ in range(chance.randint(1, 30)))

    for _ in range(200):
        old = [line() for _ in range(chance.randint(0, 8))]
        new = [text if chance.random() < 0.5 else line() for text in old if chance.random() < 0.8]
        for _ in range(chance.randint(0, 3)):
            new.insert(chance.randint(0, len(new)), line())
        pairs = pair_units(law("第一條　館。", *old), law("第一條　館。", *new))
        for pair in pairs:
            _require_whole(pair)


def _require_whole(pair: UnitPair) -> None:
    merged = merged_lines(pair)
    for unit, side in ((pair.new, "new"), (pair.old, "gone")):
        found = [m for m in merged if (m.new if side == "new" else m.old)]
        said = ["".join(p.text for p in m.pieces if p.stands in ("both", side)) for m in found]
        assert said == ([line.text for line in unit.lines] if unit else [])
