"""What marks say in Chinese beside the text is converted like the text, with its place told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.marked_documents import write_marked
from zhengben.checks.catalogue import check_document
from zhengben.conversion.declarations import in_script
from zhengben.conversion.ledger import ledger_json
from zhengben.design.assets import Assets
from zhengben.document.notation import Mark
from zhengben.press.publish import publish
from zhengben.source.source import Source

BLOCKS = [
    ("title", ["水務協定"]),
    ("paragraph", ["見圖^image{map.png|甲國與乙國地圖}^note{註1}。",
                   "^ruby{獨立|ㄉㄨˊ}、^ruby{自主|zìzhǔ}、^ruby{會|讀如檜}，^math{\\text{國^}}。"]),
    ("author-note", ["註1 指^em{國界}圖。"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "wording"),
    [
        (Mark("image", 0, 1, "國.png|甲國"), "甲國"),
        (Mark("image", 0, 1, "國.png|"), ""),
        (Mark("note", 0, 0, "註1"), "註1"),
        (Mark("note", 0, 0, "①"), ""),
        (Mark("ruby", 0, 1, "ㄍㄨㄛˊ"), ""),
        (Mark("ruby", 0, 1, "guó"), ""),
        (Mark("ruby", 0, 1, "讀如國"), "讀如國"),
        (Mark("math", 0, 1, "\\text{國}"), ""),
        (Mark("em", 0, 1), ""),
    ],
)
def test_the_wording_of_a_mark(mark: Mark, wording: str) -> None:
    assert mark.wording == wording
    assert mark.worded(mark.wording) == mark
    # what names a file stays, and so does what is no Chinese
    other = mark.worded("乙乙乙")
    assert other.file == mark.file
    assert (other == mark) == (not wording)


def test_words_and_labels_are_converted(tmp_path: Path) -> None:
    source = Source.open(write_marked(tmp_path / "content", BLOCKS))
    declaration = source.read()[0]
    converted, ledger = in_script(declaration, "zh-Hans", source.reviewed)
    values = [mark.value for line in converted.lines for mark in line.marks]
    assert values == [
        "map.png|甲国与乙国地图", "注1", "ㄉㄨˊ", "zìzhǔ", "读如桧", "\\text{國}", "",
    ]  # fmt: skip
    # a call still leads to its note, whose label was converted with it
    assert [(call.label, call.note_id) for call in converted.author_calls] == [
        ("注1", "author-note-1")
    ]
    assert ledger is not None
    told = json.loads(ledger_json(ledger))["apparatus"]
    places = {place for group in told for place in group["places"] if ".marks." in place}
    assert places == {"para-1.marks.1", "para-1.marks.2", "para-2.marks.3"}
    for entry in (e for e in ledger.apparatus if ".marks." in e.place):
        line_id, _, number = entry.place.partition(".marks.")
        was, now = (
            next(line for line in lines if line.id == line_id).marks[int(number) - 1].wording
            for lines in (declaration.lines, converted.lines)
        )
        assert (was[entry.offset], now[entry.offset]) == (entry.before, entry.after)


def test_the_checks_undo_what_marks_say(tmp_path: Path) -> None:
    folder = write_marked(tmp_path / "content", BLOCKS)
    source = Source.open(folder)
    made = publish(folder, tmp_path / "dist", Assets.find(), editions=("akoma-ntoso",),
                   scripts=("zh-Hans",), accept_open_questions=True).folder  # fmt: skip
    converted = in_script(source.read()[0], "zh-Hans", source.reviewed)[0]
    report = check_document(made, {"zh-Hans": converted})
    assert [f for f in report.failures() if f.code.startswith("T-")] == []
    # a word that the ledger does not tell is found
    ledger = next(made.glob("*.zh-Hans.ledger.json"))
    content = json.loads(ledger.read_text("utf-8"))
    content["apparatus"] = []
    ledger.write_text(json.dumps(content), "utf-8")
    assert "T-002" in {f.code for f in check_document(made, {"zh-Hans": converted}).failures()}
