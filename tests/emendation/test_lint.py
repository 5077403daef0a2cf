"""Each rule of lint strikes where it should, and a sound text raises no doubt."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from zhengben.cli.commands.lint import examine
from zhengben.cli.main import main
from zhengben.emendation.lint import RULES

SOUND = """# 样本条例

2001年2月3日公布

第一条 为管理样本（以下称“样本”），制定本条例。

第二条 下列为样本：

（一）原件；

（二）复制件。

第二条之一 样本由机关登记。

第三条 本条例第二条所称样本，包括习作。
"""
WRONG: dict[str, tuple[str, str, str]] = {
    "C-001": ("样本由机关", "樣本由机关", "“樣” in “"),
    "C-002": ("第三条 本条例", "第三条 甲(乙本条例", "“(” in"),
    "C-003": ("“样本”", "“样本", "“）” closes nothing"),
    "C-004": ("（二）复制件", "（三）复制件", "（三） follows 1"),
    "C-005": ("第三条 本", "前款规定也适用于\n\n第三条 本", "ends “…前款规定也适用于”"),
    "C-007": ("本条例第二条", "本条例第九条", "“本条例第九条”"),
    "C-008": ("习作。", "习作。。", "“。。” in"),
    "C-009": ("包括习作", "包括□作", "“□” in"),
    "C-010": ("包括习作", "包括《习作》", "《习作》"),
}


def new(tmp_path: Path, text: str, suffix: str = "md", *more: str) -> Path:
    page = tmp_path / f"page.{suffix}"
    page.write_text(text, "utf-8")
    answers = ["--set", "source=某书", "--set", "organ=某机关", "--set", "rights=公有领域",
               "--set", "country=cn"]  # fmt: skip
    assert main(["new", str(page), "--name", "x", "--content", str(tmp_path), *answers, *more]) == 0
    return tmp_path / "x"


def test_a_sound_text_raises_no_doubt(tmp_path: Path) -> None:
    assert examine(new(tmp_path, SOUND)) == []


def test_marks_among_words_of_letters_are_no_unpaired_ones(tmp_path: Path) -> None:
    words = "英文为the States’ rights, it’s ‘so’ by J. O’Neil (“the Data”) now"
    for more, codes in (("", []), ("乙’丙", ["C-003"])):
        text = SOUND.replace("包括习作", f"包括{words}{more}")
        (tmp_path / (more or "none")).mkdir()
        assert [d.code for d in examine(new(tmp_path / (more or "none"), text))] == codes


@pytest.mark.parametrize("code", WRONG)
def test_each_rule_strikes(code: str, tmp_path: Path) -> None:
    before, after, sentence = WRONG[code]
    assert SOUND.count(before) == 1
    doubts = examine(new(tmp_path, SOUND.replace(before, after)))
    assert [(d.code, sentence in d.sentence) for d in doubts] == [(code, True)]
    assert doubts[0].line > 0


def test_a_radical_left_in_the_text_is_doubted(tmp_path: Path) -> None:
    folder = new(tmp_path, SOUND.replace("包括习作", "包括⻅习作"))
    # `new` mends it and asks; here an editor has taken the rule away again
    toml = folder / "document.toml"
    text = toml.read_text("utf-8")
    assert "# ? 1 radicals or compatibility ideographs" in text
    canonical = (folder / "canonical.txt").read_text("utf-8")
    assert "包括见习作" in canonical
    wrong = canonical.replace("包括见", "包括⻅")
    (folder / "canonical.txt").write_text(wrong, "utf-8")
    hashes = [hashlib.sha256(t.encode()).hexdigest() for t in (canonical, wrong)]
    text = text.replace(*hashes).replace('"radicals", ', "")
    toml.write_text("".join(r for r in text.splitlines(True) if not r.startswith("# ?")), "utf-8")
    (doubt,) = examine(folder)
    assert doubt.code == "C-015"
    assert "“⻅” (U+2EC5) in “" in doubt.sentence
    assert "looks like “见”; the rule “radicals” puts that in its place" in doubt.sentence


def test_a_join_behind_a_full_stop_is_doubted(tmp_path: Path) -> None:
    wide = "本组织的宗旨和任务是加强成员之间的相互信任和睦邻友好，发展多领域的有效合作"
    text = f"甲组织宪章\n\n第一条 宗旨\n{wide}，\n{wide}。\n{wide}，\n并往来。\n第二条 其他\n甲。\n"
    doubts = examine(new(tmp_path, text, "txt", "--set", "date=2001-02-03"))
    assert "C-006" in [d.code for d in doubts]


def test_open_questions_and_what_does_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = new(tmp_path, SOUND)
    toml = folder / "document.toml"
    gone = '\n[[mention]]\ninstrument = "none"\nat = "art-9"\nquote = "某约"\n'
    toml.write_text(f"# ? organ: who?\n{toml.read_text('utf-8')}{gone}", "utf-8")
    assert [d.code for d in examine(folder)] == ["C-011", "C-012"]
    assert main(["lint", "x", "--content", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "the register has no instrument “none”" in out
    assert "x: 2 doubts" in out


def test_a_number_borne_twice_is_told_with_its_anchor(tmp_path: Path) -> None:
    (doubt,) = examine(new(tmp_path, SOUND.replace("（二）复制件", "（一）复制件")))
    assert doubt.code == "C-004"
    assert doubt.sentence == (
        "（一） is there before: this line is art-2-item-1_2, and art-2-item-1 is the first; "
        "mend the number, if the source has another."
    )


def test_a_text_that_is_nobodys_is_told_with_what_to_write(tmp_path: Path) -> None:
    folder = new(tmp_path, SOUND)
    toml = folder / "document.toml"
    said = toml.read_text("utf-8")
    assert said.count('country = "cn"') == 1
    for text in (said.replace('country = "cn"', ""), said.replace('"cn"', '"zz"')):
        toml.write_text(text, "utf-8")
        (doubt,) = examine(folder)
        assert (doubt.code, doubt.line) == ("C-016", 0)
        assert doubt.sentence.startswith("under [work] write country = ")
    # a question that is open says the same
    toml.write_text("# ? country: whose is the text?\n" + text, "utf-8")
    assert [d.code for d in examine(folder)] == ["C-011"]


def test_the_declaration_raises_no_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", "astana-2017"]) == 0
    assert capsys.readouterr().out == "astana-2017: no doubts\n"


def test_every_code_is_shown_to_strike() -> None:
    elsewhere = {"C-006", "C-011", "C-012", "C-013", "C-014", "C-015", "C-016", "C-017"}
    assert set(WRONG) | elsewhere == set(RULES)


def test_what_is_enclosed_is_a_list_and_no_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_text(
        "# 丁省水利厅关于闸门检修的通知\n\n丁水〔2020〕4号\n\n各市水利局：\n\n请检修闸门。\n\n"
        "附件：1. 闸门名单\n\n2. 检修日程\n\n丁省水利厅\n\n2020年12月29日\n",
        "utf-8",
    )
    content = tmp_path / "content"
    content.mkdir()
    answers = [w for key in ("rights", "source", "country") for w in ("--set", f"{key}=xx")]
    assert main(["new", str(tmp_path / "a.md"), "--content", str(content), *answers]) == 0
    assert '"5-6 enclosures"' in (content / "a/document.toml").read_text("utf-8")
    capsys.readouterr()
    assert main(["lint", "a", "--content", str(content)]) == 0
    assert capsys.readouterr().out == "a: no doubts\n"
