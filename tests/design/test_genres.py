"""Genres: the metadata choose how a text is set, and each passes every check."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.genre_documents import genre_document, sample_of
from zhengben.checks.catalogue import check_document
from zhengben.checks.ebook import validators
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.design.genres import GENRES
from zhengben.design.wording import WORDS
from zhengben.document.errors import ContentError
from zhengben.formats.pdf.drawn import DrawnLines
from zhengben.formats.pdf.html import print_html
from zhengben.formats.pdf.writer import Press
from zhengben.press.publish import publish
from zhengben.source.source import Source

EDITIONS = ("handout", "large-print", "vertical", "e-reader", "akoma-ntoso")


def html_of(document: Path) -> str:
    """Return what the template of the handout writes."""
    assets, edition = Assets.find(), PRINTED["handout"]
    declaration = Source.open(document).read()[0]
    press = Press(declaration, assets, document, "test")
    cache = assets.cache / "templates"
    drawn = DrawnLines(edition, "text", squeeze=True)
    return print_html(
        press.set(edition), assets.templates, cache, {}, drawn, WORDS[declaration.script], "test"
    )


def test_there_is_a_sample_of_every_genre_and_of_no_other() -> None:
    samples = {path.stem for path in (Path(__file__).parents[1] / "genres").glob("*.txt")}
    assert all(sample_of(genre).lines for genre in GENRES)
    assert samples == set(GENRES)


@pytest.mark.usefixtures("seldom_asked")
@pytest.mark.parametrize("genre", GENRES)
def test_a_document_of_each_genre_passes_every_check(
    genre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # each has templates of its own for EPUBCheck to look at
    monkeypatch.setattr(validators, "_ace", lambda *_: ())
    document = genre_document(tmp_path / "content", genre)
    declaration = Source.open(document).read()[0]
    folder = publish(document, tmp_path / "dist", Assets.find(), editions=EDITIONS,
                     scripts=(declaration.script,)).folder  # fmt: skip
    report = check_document(folder, {declaration.script: declaration})
    assert [f"{f.code} {f.file}: {f.place}: {f.sentence}" for f in report.failures()] == []
    assert len(report.examined) == len(EDITIONS)


def test_the_metadata_choose_the_template(tmp_path: Path) -> None:
    law = genre_document(tmp_path / "content", "law")
    assert 'class="lines hanging"' in html_of(law)
    metadata = law / "document.toml"
    told = metadata.read_text("utf-8").replace('genre = "law"', 'genre = "declaration"')
    metadata.write_text(told, "utf-8")
    assert 'class="lines hanging"' not in html_of(law)
    treaty = genre_document(tmp_path / "content", "treaty")
    assert 'class="signatory parted"' in html_of(treaty)


def test_an_unknown_genre_is_told_with_its_line(tmp_path: Path) -> None:
    document = genre_document(tmp_path / "content", "law")
    metadata = document / "document.toml"
    told = metadata.read_text("utf-8").replace('genre = "law"', 'genre = "poem"')
    metadata.write_text(told, "utf-8")
    with pytest.raises(ContentError, match="genre") as error:
        Source.open(document).read()
    assert "document.toml:" in str(error.value)
    assert "treaty" in str(error.value)
