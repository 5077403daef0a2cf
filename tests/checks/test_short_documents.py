"""Short documents, and odd ones, are right in every print edition, and no check says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.genre_documents import sample_document
from tests.short_documents import SHORT
from zhengben.checks.catalogue import check_document
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.press.publish import publish
from zhengben.source.source import Source

# what is deposited is checked on the way; the scripts of each
DEPOSITED = {
    "resolution-of-a-page": ("zh-Hant",),
    "notice": ("zh-Hant",),
    "letter": ("zh-Hant", "zh-Hant-TW"),
    "curly-quotes": ("zh-Hant", "zh-Hans"),
}
# those that differ have their own pages; archives have the handout's
EDITIONS = tuple(name for name, edition in PRINTED.items() if not edition.layout_of)


@pytest.mark.parametrize("name", [name for name in SHORT if name not in DEPOSITED])
def test_a_short_document_passes_every_check(name: str, tmp_path: Path) -> None:
    document = sample_document(tmp_path / "content", name, *SHORT[name])
    declaration = Source.open(document).read()[0]
    scripts = (declaration.script,)
    folder = publish(
        document, tmp_path / "dist", Assets.find(), editions=EDITIONS, scripts=scripts
    ).folder
    report = check_document(folder, {declaration.script: declaration})
    assert [f"{f.code} {f.file}: {f.place}: {f.sentence}" for f in report.findings] == []
    # the booklet comes plain and imposed
    assert len(report.examined) == len(EDITIONS) + 1


@pytest.mark.parametrize("name", DEPOSITED)
def test_the_deposit_of_a_short_document_is_whole(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scripts = DEPOSITED[name]
    sample_document(tmp_path / "content", name, *SHORT[name], tuple(PRINTED), scripts)
    folders = ("--content", str(tmp_path / "content"), "--output", str(tmp_path / "deposit"))
    assert main(["deposit", name, "--without-validators", *folders]) == 0
    status = main(["verify", str(tmp_path / "deposit" / f"{name}.bag.tar")])
    assert status == 0, capsys.readouterr().out
