"""One text in four scripts: every character accounted for, every length kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from opencc import OpenCC

from zhengben.conversion.convert import Unit, convert
from zhengben.conversion.declarations import in_script
from zhengben.conversion.ledger import RULES, ConversionLedger, ledger_json
from zhengben.conversion.punctuation import marks
from zhengben.conversion.reviewed import Reviewed, load_reviewed
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError, UsageError
from zhengben.scripts.dictionaries import library
from zhengben.scripts.tags import ROUTES, SCRIPTS, require_script
from zhengben.source.source import Source

OTHERS = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")


@pytest.fixture(scope="module")
def source(project: Path) -> Source:
    return Source.open(project / "content" / "astana-2017")


@pytest.fixture(scope="module")
def reviewed(source: Source) -> Reviewed:
    return source.reviewed


@pytest.fixture(scope="module")
def scripts(
    declaration: Declaration, reviewed: Reviewed
) -> dict[str, tuple[Declaration, ConversionLedger]]:
    found = {}
    for script in OTHERS:
        text, ledger = in_script(declaration, script, reviewed)
        assert ledger is not None
        found[script] = (text, ledger)
    return found


def one(text: str, origin: str, to: str, reviewed: Reviewed) -> str:
    return convert([Unit("x", text)], origin, to, reviewed).texts[0]


@pytest.mark.parametrize("script", OTHERS)
def test_every_line_keeps_its_length_its_anchor_and_its_offset(
    declaration: Declaration, scripts: dict[str, tuple[Declaration, ConversionLedger]], script: str
) -> None:
    text, _ = scripts[script]
    assert text.script == script
    for line, other in zip(declaration.lines, text.lines, strict=True):
        assert len(line.text) == len(other.text)
        assert replace(other, text=line.text, label=line.label) == line
    for note, other_note in zip(declaration.notes, text.notes, strict=True):
        assert (note.at, note.line_id, note.number) == (
            other_note.at, other_note.line_id, other_note.number
        )  # fmt: skip
    for mention in text.mentions:
        assert text.text[mention.start : mention.end] == mention.quote
    assert "".join(text.title_lines) == text.title.text
    for signatory in text.signatories:
        assert (signatory.party, signatory.person) == (signatory.office.text, signatory.name.text)


@pytest.mark.parametrize("script", OTHERS)
def test_the_ledger_is_the_whole_difference(
    declaration: Declaration, scripts: dict[str, tuple[Declaration, ConversionLedger]], script: str
) -> None:
    text, ledger = scripts[script]
    lines = {line.id: list(line.text) for line in declaration.lines}
    for entry in ledger.text:
        assert lines[entry.place][entry.offset] == entry.before
        lines[entry.place][entry.offset] = entry.after
        assert entry.rule in RULES
    assert ["".join(line) for line in lines.values()] == [line.text for line in text.lines]
    assert sum(ledger.by_rule().values()) == len(ledger.text)
    assert sum(count for *_, count in ledger.counts()) == ledger.changed
    conversion = text.conversion
    assert conversion is not None
    assert conversion.changed == ledger.changed


def test_everything_beside_the_text_follows(
    scripts: dict[str, tuple[Declaration, ConversionLedger]],
) -> None:
    text, ledger = scripts["zh-Hans"]
    assert text.organ == "上海合作组织成员国元首理事会"
    assert text.groups[0].title == "上合组织的宗旨与成员"
    assert text.notes[5].text.startswith("《不扩散核武器条约》，1968年7月1日于伦敦、莫斯科")
    assert text.rights == "本作品依《中华人民共和国著作权法》第五条不适用该法，属于公有领域。"
    assert text.provenance.url.endswith("上海合作组织成员国元首阿斯塔纳宣言_(2017年)")
    assert text.predecessor is not None
    assert text.predecessor.title == "上海合作组织成立十五周年塔什干宣言"
    assert {entry.place for entry in ledger.apparatus} > {"organ", "rights", "notes.6.text"}
    assert scripts["zh-Hant-HK"][1].changed == 10


def test_what_the_ledger_says_does_not_come_back(
    declaration: Declaration, scripts: dict[str, tuple[Declaration, ConversionLedger]]
) -> None:
    text, ledger = scripts["zh-Hans"]
    back = list(OpenCC("s2t").convert(text.text))
    for at, mark in marks(text.text, "zh-Hant"):
        back[at] = mark
    starts = {line.id: line.start for line in declaration.lines}
    for entry in ledger.back:
        at = starts[entry.place] + entry.offset
        assert back[at] == entry.after != entry.detail
        back[at] = entry.detail
    assert "".join(back) == declaration.text


@pytest.mark.slow
@pytest.mark.parametrize("configuration", sorted(set(ROUTES.values())))
def test_the_explanation_agrees_with_the_library(
    declaration: Declaration, configuration: str
) -> None:
    """A character that no phrase decided has the first of its forms."""
    of = library(configuration)
    text = declaration.text + OpenCC("t2s").convert(declaration.text) + "乾隆瞭解制定南涌於倫敦"
    converted, phrases = of.convert(text), of.phrases(text)
    assert len(converted) == len(text)
    for at, (before, after) in enumerate(zip(text, converted, strict=True)):
        if at not in phrases:
            assert after == of.choices(before)[0]


@pytest.mark.parametrize(
    ("origin", "text", "to", "wanted"),
    [
        ("zh-Hant", "簡稱「上合『組織』」", "zh-Hans", "简称“上合‘组织’”"),
        ("zh-Hans", "“上合‘组织’”O’Brien", "zh-Hant", "「上合『組織』」O’Brien"),
        ("zh-Hant", "《關於修改《條約》的決定》", "zh-Hans", "《关于修改〈条约〉的决定》"),
        ("zh-Hant", "《公約》《條約》", "zh-Hans", "《公约》《条约》"),
        ("zh-Hant", "《公約《條約》", "zh-Hans", "《公约《条约》"),
        ("zh-Hans", "抬头", "zh-Hant", "抬頭"),
        ("zh-Hans", "不准不制定没有采取玩忽职守", "zh-Hant", "不准不制定沒有採取玩忽職守"),
        ("zh-Hans", "为群众才能审核", "zh-Hant", "為群眾才能審核"),
        ("zh-Hans", "为群众才能审核", "zh-Hant-TW", "為群眾才能審核"),
        ("zh-Hans", "普京支持声明文件信息", "zh-Hant-TW", "普京支持聲明文件信息"),
        ("zh-Hans", "哈萨克斯坦与马里", "zh-Hant-TW", "哈薩克斯坦與馬里"),
        ("zh-Hant", "1日於倫敦，於單獨關稅區隨著", "zh-Hans", "1日于伦敦，于单独关税区随着"),
        ("zh-Hant", "葛\U000e0100城", "zh-Hans", "葛\U000e0100城"),
        ("zh-Hant", "為\ufe00了", "zh-Hans", "為\ufe00了"),
        ("zh-Hant-TW", "裡面為著", "zh-Hans", "里面为着"),
    ],
)
def test_what_becomes_what(
    origin: str, text: str, to: str, wanted: str, reviewed: Reviewed
) -> None:
    assert one(text, origin, to, reviewed) == wanted


def test_every_name_of_the_table_is_kept_both_ways(reviewed: Reviewed) -> None:
    names = [ruling for ruling in reviewed.rulings if ruling.rule == "name"]
    assert len(names) > 60
    for name in names:
        traditional, simplified = name.forms["zh-Hant"], name.forms["zh-Hans"]
        assert one(traditional, "zh-Hant", "zh-Hans", reviewed) == simplified
        assert one(simplified, "zh-Hans", "zh-Hant", reviewed) == traditional


def test_scripts_that_do_not_exist() -> None:
    for tag in ("s2twp", "tw2sp", "hk2sp"):
        with pytest.raises(UsageError, match="支持 would become 支援"):
            require_script(tag, "zh-Hant")
    with pytest.raises(UsageError, match="name the script: zh-Hans"):
        require_script("t2s", "zh-Hant")
    with pytest.raises(UsageError, match="no script “zh-Latn”; there are: zh-Hant, zh-Hans"):
        require_script("zh-Latn", "zh-Hant")
    with pytest.raises(UsageError, match="leads from zh-Hans-SG to zh-Hans;"):
        require_script("zh-Hans", "zh-Hans-SG")


# ---- exceptions and names as a user writes them

EXCEPTION = '\n[[exception]]\nphrase = "{}"\nzh-Hans = "{}"\nreason = "r"\n'


@pytest.fixture
def copied(project: Path, tmp_path: Path) -> Path:
    shutil.copytree(project / "content", tmp_path / "content")
    return tmp_path / "content" / "astana-2017"


def convert_copy(folder: Path) -> Declaration:
    source = Source.open(folder)
    return in_script(source.read()[0], "zh-Hans", source.reviewed)[0]


def append(file: str, text: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / file
        old = path.read_text("utf-8") if path.exists() else ""
        path.write_text(old + text, "utf-8")

    return edit


def exception(phrase: str, wanted: str, more: str = "") -> Callable[[Path], None]:
    return append("document.toml", EXCEPTION.format(phrase, wanted) + more)


def both(*edits: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda folder: [edit(folder) for edit in edits] and None


def test_an_exception_of_the_document_decides(copied: Path) -> None:
    exception("夥伴", "夥伴", "paragraph = 6\n")(copied)
    text = convert_copy(copied)
    assert "对话夥伴合作" in text.paragraphs[5].text
    assert "私人伙伴关系" in text.text


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "no such phrase": (exception("禿筆", "秃笔"), r"document\.toml:\d+: the document does not say"),
    "no such paragraph": (
        exception("夥伴", "夥伴", "paragraph = 99\n"), "there is no paragraph 99"),
    "no such anchor": (exception("夥伴", "夥伴", 'at = "art-9"\n'), "there is no art-9"),
    "not in the paragraph": (
        exception("夥伴", "夥伴", "paragraph = 2\n"), "paragraph 2 does not say “夥伴”"),
    "not as long": (exception("夥伴", "伙"), "is not as long as"),
    "disagree": (
        both(exception("夥伴", "夥伴"), exception("對話夥", "对话火")), "make them agree"),
    "against a name": (exception("普京", "普丁"), "“普京” wants 京 where|wants 丁 where"),
    "no form": (append("document.toml", '\n[[exception]]\nphrase = "夥"\nreason = "r"\n'),
                "says no wanted form"),
    "no reason": (append("document.toml", '\n[[exception]]\nphrase = "夥"\nzh-Hans = "夥"\n'),
                  "“reason” is missing"),
    "another name": (append("../names.toml", '[state]\n"哈薩克斯坦" = "哈萨克"\n'),
                     r"names\.toml:\d: .* not equally long"),
    "another person": (append("../names.toml", '[person]\n"普京" = "普丁"\n'),
                       "丁 is no form of 京"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_rows_that_are_wrong(copied: Path, case: str) -> None:
    edit, sentence = WRONG[case]
    edit(copied)
    with pytest.raises(ContentError, match=sentence):
        convert_copy(copied)


def test_a_name_with_a_choice_must_be_reviewed(
    declaration: Declaration, reviewed: Reviewed
) -> None:
    first = declaration.signatories[0]
    name = replace(first.name, text="乾·納扎爾巴耶夫")
    signed = replace(first, name=name, person=name.text)
    other = replace(declaration, signatories=(signed, *declaration.signatories[1:]))
    bare = replace(reviewed, rulings=())
    with pytest.raises(ContentError, match=r"holds 乾, which may become 干, 乾; add the name"):
        in_script(other, "zh-Hans", bare)


def test_the_ledger_as_json(scripts: dict[str, tuple[Declaration, ConversionLedger]]) -> None:
    _, ledger = scripts["zh-Hans"]
    printed = json.loads(ledger_json(ledger))
    assert printed["changed"] == ledger.changed == 2052
    assert (printed["from"], printed["to"]) == ("zh-Hant", "zh-Hans")
    for group in printed["text"]:
        assert group["count"] == sum(map(len, group["places"].values()))


def test_every_script_has_its_words_and_faces() -> None:
    from zhengben.design.faces import face_for
    from zhengben.design.wording import WORDS

    assert set(SCRIPTS) == set(WORDS)
    for script in SCRIPTS:
        assert face_for("serif", script).path.is_file()
    assert face_for("serif", "zh-Hans").key == "serif-sc"


def test_the_shipped_exceptions_are_each_needed_and_explained(project: Path) -> None:
    reviewed = load_reviewed(project / "content")
    rows = [r for r in reviewed.rulings if r.rule == "exception"]
    assert rows
    for row in rows:
        assert len(row.detail) > 8
        to = next(script for script in row.forms if script != row.origin)
        found = convert([Unit("x", row.example)], row.origin, to, reviewed)
        assert row.forms[to] in found.texts[0]
        assert found.needless == []


def test_an_exception_that_cutting_made_needless_is_a_finding(copied: Path) -> None:
    exception("夥伴", "伙伴")(copied)
    source = Source.open(copied)
    _, ledger = in_script(source.read()[0], "zh-Hans", source.reviewed)
    assert ledger is not None
    (told,) = ledger.needless
    assert "document.toml:" in told
    assert "“夥伴” already becomes “伙伴” in zh-Hans without this exception; remove it" in told
