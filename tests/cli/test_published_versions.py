"""``check`` examines what ``publish --at`` made: named as DOC@DATE, or with the document."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tests.versioned_documents import versioned_document
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.press.publish import publish

NAME, DAY = "rules-of-a-test", datetime.date(2019, 3, 1)
ROLES = ["1 title", "2 article"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("versions")
    folder = versioned_document(
        place / "content" / NAME,
        (["甲地辦法", "第一條　不得攜入。"], ROLES),
        (["甲地辦法", "第一條　得攜入。"], ROLES),
    )
    for day in (None, DAY):
        publish(folder, place / "dist", Assets.find(), editions=("web",), day=day)
    return place


def _check(place: Path, *names: str) -> int:
    given = [f"--content={place / 'content'}", f"--output={place / 'dist'}"]
    return main(["check", *names, *given])


@pytest.mark.parametrize("said", ["2019-03-01", "2020-01-01", "2019"])
def test_a_version_is_examined_by_its_day(
    place: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    assert _check(place, f"{NAME}@{said}") == 0
    assert capsys.readouterr().out == f"{NAME}@2019-03-01: 1 files examined, nothing to mend\n"


def test_a_document_is_examined_with_its_versions(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(place, NAME) == 0
    told = capsys.readouterr().out
    assert f"{NAME}: 1 files examined" in told
    assert f"{NAME}@2019-03-01: 1 files examined" in told


def test_a_day_of_the_text_itself_is_the_document(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _check(place, f"{NAME}@2024-07-01") == 0
    assert f"{NAME}: 1 files examined, nothing to mend\n" in capsys.readouterr().out


def test_what_is_wrong_in_a_version_is_found(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = place / "dist" / f"{NAME}@2019-03-01" / f"{NAME}@2019-03-01.zh-Hant.html"
    whole = page.read_text("utf-8")
    page.write_text(whole.replace("得攜入", "得携入"), "utf-8")
    try:
        assert _check(place, NAME) == 1
    finally:
        page.write_text(whole, "utf-8")
    assert "F-002" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (f"{NAME}@1999-01-01", f"{NAME}@1999-01-01: no one version was in force then; there are"),
        (f"{NAME}@soon", f"{NAME}@soon: “soon” is neither a day such as 2020-01-01 nor a year"),
        (f"{NAME}@2023-02-30", "“2023-02-30” is neither a day"),
        ("another@2019-03-01", "There is no document “another”"),
    ],
)
def test_a_name_that_is_none_is_told(
    place: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert _check(place, name) == 2
    assert told in capsys.readouterr().err
