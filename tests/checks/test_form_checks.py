"""A form keeps its blanks, lines and boxes, and a check sees one that does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from marked_documents import write_marked
from mutate import Replacement, edit_pdf, rewrite
from small_documents import Blocks

from tests.checks.test_layout import found
from tests.conftest import once
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration
from zhengben.press.publish import publish
from zhengben.proof.glyphs import measure
from zhengben.proof.marked_content import Key
from zhengben.source.source import Source

EDITIONS = ("handout", "booklet", "gongwen", "large-print", "vertical")
_WORDS = "本人就前開事項所作的陳述均屬實在，如有不實，願意承擔由此而來的一切責任，特此聲明。"
# a newcomer finds here what a form may hold
FORM: Blocks = [
    ("title", ["丁城古籍館閱覽證登記表"]),
    ("preamble", ["申請人應當如實填寫下列各項："]),
    ("article", [
        "一、姓名：^blank{　　　　　　}，^blank{　　　　}年^blank{　　}月^blank{　　}日生。",
        "二、住址：^blank{" + "　" * 36 + "}。",
        "三、種類：□普通　□研究　□團體（證號：第^blank{    }號）。",
        f"四、{_WORDS}申請人簽名：^blank{{____________}}，^blank{{　　　　}}年^blank{{　　}}月。",
    ]),
    ("table 2 header 1", ["項目", "填寫", "電話", "^blank{　　　　　　}", "代辦人", "□有　□無"]),
    ("closing", ["日期：^blank{　　}年^blank{　　}月^blank{　　}日"]),
]  # fmt: skip


@pytest.fixture(scope="session")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        written = write_marked(folder / "content", FORM)
        publish(written, folder / "dist", Assets.find(), editions=EDITIONS)

    return once(tmp_path_factory, "form", make)


def pdf(folder: Path, name: str = "handout") -> Path:
    return folder / "dist" / "marked" / f"marked.zh-Hant.{name}.pdf"


def declaration_of(folder: Path) -> Declaration:
    return Source.open(folder / "content" / "marked").read()[0]


@pytest.mark.parametrize("name", EDITIONS)
def test_a_form_keeps_its_blanks(name: str, form: Path) -> None:
    path = pdf(form, f"{name}-a5" if name == "booklet" else name)
    assert "L-038" not in found(path, declaration_of(form), name)
    # boxes are printed, each as a glyph of its own
    glyphs = [glyph.text for page in measure(path).pages for glyph in page.glyphs]
    assert glyphs.count("□") == 5


def _blank(path: Path) -> Key:
    """Return the content of the first blank to fill in."""
    paths = measure(path).paths
    return next(key for key, steps in paths.items() if any(s.own == "Mark-blank" for s in steps))


def shorter(key: Key, name: str, operands: list[Any]) -> Any:
    if name == "BT":
        return Replacement("BT 50 Tz")
    return Replacement("100 Tz ET") if name == "ET" else operands


def lower(key: Key, name: str, operands: list[Any]) -> Any:
    if name == "BT":
        return Replacement("q 1 0 0 1 0 40 cm BT")
    return Replacement("ET Q") if name == "ET" else operands


@pytest.mark.parametrize(
    ("change", "sentence"), [(shorter, "em long"), (lower, "on no line of its words")]
)
def test_a_blank_that_is_altered_is_seen(
    change: Callable[[Key, str, list[Any]], Any], sentence: str, form: Path, tmp_path: Path
) -> None:
    wanted = _blank(pdf(form))

    def only(key: Any, name: str, operands: list[Any]) -> Any:
        return change(key, name, operands) if key == wanted else operands

    altered = edit_pdf(pdf(form), tmp_path / "a.pdf", lambda opened: rewrite(opened, only))
    assert sentence in found(altered, declaration_of(form))["L-038"].sentence
