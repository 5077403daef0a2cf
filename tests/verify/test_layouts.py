"""A deposit of an earlier release is judged by the row of its own layout."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from tests.bags import DATE, codes
from zhengben.checks.archive import conformance
from zhengben.checks.ebook import validators
from zhengben.deposit.bag import make_bag
from zhengben.verify.verification import verify

FOLDER = Path(__file__).parent / "layouts"


@pytest.fixture
def of_layout_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a deposit that release 0.1.0 made; the validators are asked by other tests."""
    monkeypatch.setattr(conformance, "verdicts", lambda path, claims: [])
    monkeypatch.setattr(validators, "_epubcheck", lambda path, digest: ())
    monkeypatch.setattr(validators, "_ace", lambda path, digest: ())
    path = tmp_path / "small-treaty.bag.tar"
    path.write_bytes(lzma.decompress((FOLDER / "layout-1.tar.xz").read_bytes()))
    return path


@pytest.mark.slow
def test_a_deposit_of_layout_1_is_whole(of_layout_1: Path) -> None:
    found = verify(of_layout_1)
    assert [(f.code, f.place, f.sentence) for f in found.findings] == []
    assert {fact.name: fact.value for fact in found.facts}["Zhengben-Deposit-Layout"] == "1"


@pytest.mark.parametrize(("layout", "known"), [("1", True), ("2", True), ("3", False), ("", False)])
def test_a_layout_of_the_future_is_told(layout: str, known: bool) -> None:
    info = [("External-Identifier", "urn:uuid:0"), ("Internal-Sender-Identifier", "law"),
            ("External-Description", "題"), ("Bagging-Date", DATE.isoformat()),
            ("Bag-Software-Agent", "Zhengben 0"), ("Zhengben-Deposit-Layout", layout)]  # fmt: skip
    assert ("D-010" not in codes(make_bag({"x": b"x"}, info))) == known
