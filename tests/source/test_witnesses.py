"""Witnesses of a document: collated, counted, decided on; each fault is told with its place."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from small_documents import write_document

from zhengben.checks.catalogue import check_document
from zhengben.cli.main import main
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import ContentError
from zhengben.emendation.lint import lint
from zhengben.press.publish import publish
from zhengben.source.source import Source
from zhengben.verify.declared import from_json

PARAGRAPHS = (
    "甲國、乙國於二〇二〇年五月一日在某地舉行會議，並發表宣言如下：",
    "雙方為各自發展開闢了新的前景，願意在平等的基礎上加強合作。",
    "雙方商定設立常設機構，其費用由雙方各負擔百分之五十。",
    "本宣言以中文寫成，一式兩份。",
)
PAPER = """某報訊：兩國發表宣言，全文如下。
樣本宣言
甲國、乙國於2020年5月1日在某地舉行會議,并發表宣言如下：
双方为各自发展開辟了新的前景，願意在平等的基礎上加強合作。
雙方商定設立機構，其費用由雙方各負擔50%；
本宣言以中文寫成，一式兩份。
本報記者報道
"""
RADIO = """雙方為各自發展開闢了新的前景，願意在公平的基礎上加強合作。
雙方商定設立常設機構，其費用由雙方各負擔百分之五十，
"""


def witnessed(content: Path, name: str = "witnessed", more: str = "") -> Path:
    """Write a document with two witnesses; return its folder."""
    folder = write_document(
        content, name, ("樣本宣言",), PARAGRAPHS, (("甲國代表", "某甲"), ("乙國代表", "某乙")),
        register="", editions=("handout", "e-reader"),
    )  # fmt: skip
    tables = 'variants = "printed"\n' + (folder / "document.toml").read_text("utf-8")
    for witness, text, lines, ends in (
        ("某報", PAPER, "2-6", ("title", "para-3")), ("電臺", RADIO, "1-2", ("para-1", "para-2")),
    ):  # fmt: skip
        file = f"witness-{len(text)}.txt"
        (folder / file).write_text(text, "utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        tables += (
            f'\n[[witness]]\nname = "{witness}"\nfile = "{file}"\nsha256 = "{digest}"\n'
            f'source = "試驗用文"\nreceived = 2026-01-02\nlines = "{lines}"\n'
            f'from = "{ends[0]}"\nto = "{ends[1]}"\n'
        )
        if witness == "某報":
            tables += '\n[[witness.apart]]\nlines = "1, 7"\nreason = "of the newspaper"\n'
    (folder / "document.toml").write_text(tables + more, "utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return witnessed(tmp_path_factory.mktemp("witnessed") / "content", more=(
        '\n[[variant]]\nat = "para-1"\ntext = "平等"\nreads = "公平"\ndecision = "text"\n'
        'reason = "錄音如此"\n'
    ))  # fmt: skip


@pytest.fixture(scope="module")
def read(folder: Path) -> Declaration:
    return Source.open(folder).read()[0]


def test_who_reads_what(read: Declaration) -> None:
    found = {
        (v.line_id, v.text): {r.witness: (r.text, r.kind) for r in v.readings}
        for v in read.variants
    }
    assert found == {
        ("preamble-1", "二〇二〇"): {"某報": ("2020", "number")},
        ("preamble-1", "五"): {"某報": ("5", "number")},
        ("preamble-1", "一"): {"某報": ("1", "number")},
        ("para-1", "平等"): {"電臺": ("公平", "word")},
        ("para-2", "常設"): {"某報": ("", "missing")},
        ("para-2", "百分之五十"): {"某報": ("50%", "number")},
        ("para-2", "。"): {"某報": ("；", "punctuation"), "電臺": ("，", "punctuation")},
    }
    agreeing = {v.text: v.agreeing for v in read.variants}
    assert agreeing["平等"] == ("某報",)
    assert agreeing["常設"] == ("電臺",)
    assert agreeing["五"] == agreeing["。"] == ()
    for variant in read.variants:
        assert read.text[variant.start : variant.end] == variant.text


def test_script_is_counted_and_is_no_variant(read: Declaration) -> None:
    # 双 为 发 发 and 辟 of the newspaper; the broadcast is in the script of the text
    paper, radio = read.witnesses
    assert paper.scripts > 3
    assert radio.scripts == 0


def test_decisions_stand_with_their_variant(read: Declaration) -> None:
    decided = [v for v in read.variants if v.decision]
    assert [(v.text, v.decision, v.reason) for v in decided] == [("平等", "text", "錄音如此")]


def test_lint_names_each_variant_without_a_decision(folder: Path, read: Declaration) -> None:
    source = Source.open(folder)
    doubts = [d for d in lint(read, source.derive()[1], source.capture) if d.code == "C-017"]
    assert len(doubts) == len(read.variants) - 1
    assert "公平" not in "".join(d.sentence for d in doubts)


def test_a_deposit_reads_them_back(read: Declaration) -> None:
    import json

    assert from_json(Declaration, json.loads(to_json(read))) == read
    hans = in_script(read, "zh-Hans", Source.open(Path(__file__).parents[2] / "content"
                                                  / "astana-2017").reviewed)[0]  # fmt: skip
    assert hans.variants == read.variants


def test_a_document_without_witnesses_tells_nothing_of_them(declaration: Declaration) -> None:
    told = to_json(declaration)
    assert "witnesses" not in told
    assert "variants" not in told


@pytest.fixture(scope="module")
def published(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("dist")
    publish(folder, output, Assets.find(), scripts=("zh-Hant",))
    return output / folder.name


@pytest.mark.usefixtures("unasked")
def test_what_is_published_says_how_far_they_agree(published: Path, read: Declaration) -> None:
    report = check_document(published, {"zh-Hant": read})
    assert {f.code for f in report.findings} == set()


@pytest.mark.usefixtures("unasked")
def test_a_colophon_that_says_otherwise_is_found(published: Path, read: Declaration) -> None:
    from msgspec.structs import replace

    other = replace(read, variants=read.variants[1:], prints_variants=False)
    report = check_document(published, {"zh-Hant": other})
    assert {f.code for f in report.findings} == {"V-001"}
    assert len(report.findings) == 2


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('from = "para-1"', 'from = "para-9"', "the text has no “para-9”"),
        ('to = "para-2"', 'to = "title"', "stands before"),
        ('name = "電臺"', 'name = "某報"', "two witnesses called"),
        ('from = "title"\nto = "para-3"', 'from = "para-3"\nto = "para-3"', "it is another text"),
        ("received = 2026-01-02", "", "“received” is missing"),
        ('lines = "2-6"', 'lines = "2-5"', "add it to “lines” or to an"),
        ('decision = "text"', 'decision = "yes"', "must be one of text, witness, either"),
        ('text = "平等"', 'text = "公正"', "no witness reads otherwise than “公正” in para-1"),
        ('at = "para-1"', 'at = "art-1"', "the text has no “art-1”"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    folder: Path, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    copy = witnessed(tmp_path / "content", more=(folder / "document.toml").read_text("utf-8")[
        (folder / "document.toml").read_text("utf-8").index("\n[[variant]]"):])  # fmt: skip
    toml = copy / "document.toml"
    text = toml.read_text("utf-8")
    assert old in text
    toml.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError, match=re.escape(sentence)) as error:
        Source.open(copy).read()
    assert re.search(r"document\.toml:\d+: ", str(error.value))


def test_a_witness_is_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = tmp_path / "content"
    folder = write_document(content, "small", ("樣本宣言",), PARAGRAPHS, (), register="")
    page = tmp_path / "paper.txt"
    page.write_text(PAPER, "utf-8")
    command = ["new", "--witness", str(page), "--for", "small", "--content", str(content)]
    before = sorted(p.name for p in folder.iterdir())
    assert main([*command, "--dry-run"]) == 0
    assert sorted(p.name for p in folder.iterdir()) == before
    assert main([*command, "--name", "某報", "--set", "source=某報"]) == 0
    read = Source.open(folder).read()[0]
    (witness,) = read.witnesses
    assert (witness.name, witness.first, witness.last) == ("某報", "title", "para-3")
    assert {v.text for v in read.variants} >= {"常設", "百分之五十"}
    assert (folder / witness.file).read_bytes() == page.read_bytes()
    capsys.readouterr()
    # the same file is no other capture, and what is no copy is refused
    assert main([*command]) == 2
    other = tmp_path / "other.txt"
    other.write_text(
        "某縣衛生條例\n第一條 本條例適用於本縣各鄉鎮。\n第二條 街道每日清掃。\n", "utf-8"
    )
    command[2] = str(other)
    assert main(command) == 4
    assert "it is no witness of this text" in capsys.readouterr().err
    assert main(["variants", "small", "--content", str(content)]) == 0
    told = capsys.readouterr().out
    assert "small: agrees with 1 witness but for 6 variants, 0 decided" in told
    assert "para-2, character 7: …雙方商定設立[常設]機構，其費用…" in told
    assert (
        main(["variants", "small", "--kind", "missing", "--json", "--content", str(content)]) == 0
    )
    assert "五十" not in capsys.readouterr().out.partition('"variants"')[2]


def test_variants_of_nothing_are_told_in_one_sentence(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["variants", "astana-2017", "--content", str(project / "content")]) == 2
    assert "new --witness FILE --for DOC" in capsys.readouterr().err


def test_a_text_that_shares_but_its_first_and_last_lines_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    first, last = "雙方依下列條款達成一致。", "本文件自簽署之日起生效。"
    own = (
        f"第{n}項：雙方就河流、湖泊與港口的管理各派代表定期會商並公布結果。" for n in "甲乙丙丁戊"
    )
    folder = write_document(content, "small", ("樣本宣言",), (first, *own, last), (), register="")
    page = tmp_path / "other.txt"
    theirs = (f"{n}、檔案館應保存圖書、手稿與錄音，並每年向議會提出報告。" for n in "一二三四五")
    page.write_text("\n".join(("樣本宣言", first, *theirs, last)) + "\n", "utf-8")
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    command = ["new", "--witness", str(page), "--for", "small", "--content", str(content)]
    assert main(command) == 4
    assert "it is no witness of this text" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before
