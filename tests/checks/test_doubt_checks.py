"""Doubtful places of a published conversion are findings; who is not asked is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.small_documents import small_document
from zhengben.checks import doubts
from zhengben.checks.finding import Finding, Skipped, Subject
from zhengben.conversion.declarations import in_script
from zhengben.conversion.ledger import ledger_json
from zhengben.conversion.reviewed import Reviewed
from zhengben.document.artefacts import Artefact
from zhengben.document.errors import RenderError
from zhengben.scripts.opinions import Opinions

PARAGRAPHS = ("各國合作。", "乾，干部與鄰邦面臨著挑戰。")


@pytest.fixture
def subject(tmp_path: Path) -> Subject:
    declaration = small_document(tmp_path, PARAGRAPHS)
    converted, ledger = in_script(declaration, "zh-Hans", Reviewed((), {}, Path("names.toml")))
    assert ledger is not None
    path = tmp_path / "small.zh-Hans.ledger.json"
    path.write_bytes(ledger_json(ledger))
    artefact = Artefact(
        file=path.name, edition="ledger", script="zh-Hans", media_type="application/json",
        size=0, pages=0, claims=(), sha256="",
    )  # fmt: skip
    return Subject(path, artefact, converted)


def asked(monkeypatch: pytest.MonkeyPatch, **votes: str) -> None:
    """Let somebody have another character wherever one of these stands in the canonical text."""

    def answer(folder: Path, canonical: str, converted: str, origin: str, to: str) -> Opinions:
        assert (origin, to) == ("zh-Hant", "zh-Hans")
        found = {canonical.index(one): {"OpenCC": other} for one, other in votes.items()}
        return Opinions({"OpenCC": "1"}, found, 3)

    monkeypatch.setattr(doubts.extras, "folder_of", lambda name: Path(name))
    monkeypatch.setattr(doubts, "opinions", answer)


def test_a_doubtful_place_is_a_finding(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch)
    (found,) = doubts.examine(subject)
    assert isinstance(found, Finding)
    assert (found.code, found.place) == ("T-009", "para-2, character 1")
    assert found.sentence == ("Nobody settled this: 乾 became 干 in “乾”, but no word decides 乾.")


def test_what_others_have_otherwise_is_a_finding_unless_people_have_decided(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch, 乾="乾", 鄰="隣", 著="著")
    first, second = doubts.examine(subject)
    assert isinstance(second, Finding)
    assert (first.code, second.code, second.place) == (
        "T-009", "T-010", "para-2, character 6",
    )  # fmt: skip
    assert second.sentence == "The press wrote 邻 in “干，干部与邻邦面临着挑”, OpenCC 隣."


def test_who_is_not_asked_is_told(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubts.extras, "folder_of", lambda name: None)
    first, second = doubts.examine(subject)
    assert isinstance(second, Skipped)
    assert (first.code, second.code) == ("T-009", "T-010")
    assert "--install" in second.reason
    assert doubts.votes_json(subject) is None

    def breaks_off(*_: object) -> Opinions:
        raise RenderError("It broke off.")

    asked(monkeypatch)
    monkeypatch.setattr(doubts, "opinions", breaks_off)
    assert [each.code for each in doubts.examine(subject)] == ["T-009", "T-010"]


def test_other_files_and_a_ledger_that_does_not_read_are_left_to_other_checks(
    subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch)
    subject.path.write_text("{", "utf-8")
    assert list(doubts.examine(subject)) == []
    subject.path.unlink()
    assert list(doubts.examine(subject)) == []


def test_the_votes_for_a_deposit(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch, 鄰="隣", 著="著")
    told = doubts.votes_json(subject)
    assert told is not None
    assert json.loads(json.dumps(told)) == {
        "from": "zh-Hant",
        "to": "zh-Hans",
        "asked": {"OpenCC": "1"},
        "differences_of_standard": 3,
        "votes": [
            {"place": "para-2, character 6", "canonical": "鄰", "press": "邻",
             "decided": "character", "votes": {"OpenCC": "隣"}},
            {"place": "para-2, character 10", "canonical": "著", "press": "着",
             "decided": "particle", "votes": {"OpenCC": "著"}},
        ],
    }  # fmt: skip


def test_every_code_is_shown_failing() -> None:
    assert [row.code for row in doubts.ROWS] == ["T-009", "T-010"]
