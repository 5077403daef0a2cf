"""``script`` lists doubtful places first and settles them; a build and a deposit mind them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.small_documents import write_document
from zhengben.cli.commands import script
from zhengben.cli.main import main
from zhengben.conversion.declarations import in_script
from zhengben.press.publish import _Texts
from zhengben.scripts.opinions import Opinions
from zhengben.setup import extras
from zhengben.source.source import Source


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(extras, "folder_of", lambda name: None)
    paragraphs = ("各國宣言如下：", "乾，各國是夥伴，鄰邦是伙伴。", "仍為夥伴。")
    return write_document(
        tmp_path / "content", "small", ("樣本宣言",), paragraphs, (), register=""
    ).parent


def run(content: Path, *more: str) -> int:
    return main(["script", "small", "--to", "zh-Hans", "--content", str(content), *more])


def test_doubtful_places_come_first(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(content) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("no second opinion was asked: none is installed; --install adds them")
    assert out[1] == "small: 1 doubtful places"
    assert out[2] == "  para-1, character 1: 【乾】，各國是夥: 乾 → 干 or 乾"
    assert "the press 干, by the dictionary's usual form; no word decides 乾" in out[3]
    assert out[4].startswith("  settle one with --settle '乾=…'")
    assert "zh-Hant: One word has two forms: “夥伴” (2 times, first in para-1), but " in out[-1]


def test_who_says_what(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked(folder: Path, canonical: str, *_: str) -> Opinions:
        assert folder == Path("opinions")
        return Opinions({"A": "1", "B": "2"}, {canonical.index("鄰"): {"B": "隣"}}, 7)

    monkeypatch.setattr(extras, "folder_of", Path)
    monkeypatch.setattr(script, "opinions", asked)
    assert run(content) == 1
    out = capsys.readouterr().out
    assert out.startswith("A 1 and B 2 read the same text; 7 differences are of standard and")
    assert "邻, by the dictionary's usual form; B 隣; others convert it otherwise: B 隣" in out
    assert run(content, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["second_opinions"] == {"A": "1", "B": "2"}
    assert told["differences_of_standard"] == 7
    assert [(row["from"], row["to"], row["votes"]) for row in told["doubtful"]] == [
        ("乾", "干", {}), ("鄰", "邻", {"B": "隣"}),
    ]  # fmt: skip
    assert told["doubtful"][0]["why"] == "no word decides 乾"
    assert told["segmentation"].startswith("rjieba ")


def test_a_place_is_settled_and_then_no_longer_told(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(content, "--settle", "乾，各=干，各", "--reason", "dry") == 1
    out = capsys.readouterr().out
    assert out.startswith(f"{content / 'exceptions.toml'}: “乾，各” becomes “干，各” in zh-Hans")
    assert "small: no doubtful places" in out
    assert run(content, "--settle", "坤=坤") == 2
    assert run(content, "--settle", "鄰=邻", "--at", "para-1") == 1
    assert 'at = "para-1"' in (content / "small" / "document.toml").read_text("utf-8")


def test_a_build_tells_what_is_left(content: Path) -> None:
    source = Source.open(content / "small")
    declaration, _ = source.read()
    texts = _Texts(source, declaration)
    texts.get("zh-Hans")
    (told,) = texts.findings()["zh-Hans"]
    assert told.startswith("1 places of the text in zh-Hans are doubtful, the first in para-1: ")
    assert told.endswith("`script small --to zh-Hans` lists them, and settles them with --settle.")
    texts.get("zh-Hant-TW")
    (told,) = texts.findings()["zh-Hant-TW"]
    assert told.startswith("zh-Hant-TW: One word has two forms: “夥伴”")
    _, ledger = in_script(declaration, "zh-Hans", source.reviewed)
    assert ledger is not None
    assert ledger.needless == ()


def test_a_deposit_wants_second_opinions_unless_it_is_told(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = list[str]()

    def require(name: str, *, install: bool, instead: str = "") -> None:
        asked.append(f"{name}: {instead}")

    monkeypatch.setattr(extras, "require", require)
    line = ["deposit", "nothing", "--content", str(content), "--output", str(content.parent)]
    main(line)
    assert [each.partition(":")[0] for each in asked] == ["deposit", "opinions"]
    assert asked[1].endswith("go without with --without-second-opinions")
    asked.clear()
    main([*line, "--without-second-opinions"])
    main([*line, "--without-validators"])
    assert [each.partition(":")[0] for each in asked] == ["deposit"]
    capsys.readouterr()
