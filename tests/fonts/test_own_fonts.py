"""A document may bring fonts of its own; what they show is proved like all else."""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small_documents import write_document
from zhengben.cli.main import main
from zhengben.design.faces import bring, chain_for
from zhengben.document.errors import ContentError
from zhengben.document.provenance import FontFile
from zhengben.fonts.choice import choose
from zhengben.fonts.prepare import prepare
from zhengben.source.source import Source

RARE = "\U000313a0"


def own_font(characters: str = RARE) -> bytes:
    """Make a font with quadratic outlines, one crooked shape for each character."""
    names = {ord(c): f"g{n}" for n, c in enumerate(characters, 1)}
    builder = FontBuilder(1024, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    glyphs = {".notdef": TTGlyphPen(None).glyph()}
    for n, name in enumerate(names.values()):
        pen = TTGlyphPen(None)
        pen.moveTo((100, 0))
        pen.qCurveTo((90, 400 + 30 * n), (300, 801), (820, 780))
        pen.lineTo((700, 33))
        pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1024, 0)))
    builder.setupHorizontalHeader(ascent=900, descent=-124)
    builder.setupNameTable({"familyName": "Crooked", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def write(folder: Path, font: bytes, more: str = "") -> Path:
    """Write a document with a font; return its folder."""
    path = write_document(
        folder, "own", ["丁城條約"], [f"此{RARE}字自古有之。", "本約以此為準。"], []
    )
    (path / "own.ttf").write_bytes(font)
    with (path / "document.toml").open("a") as file:
        file.write(
            f'\n[[font]]\nfile = "own.ttf"\nfamily = "Crooked"\nlicence = "CC0 1.0"\n'
            f'sha256 = "{hashlib.sha256(font).hexdigest()}"\n{more}'
        )
    return path


def publish(folder: Path, *more: str) -> int:
    """Publish the document."""
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    return main(["publish", "own", *more, *folders])


def test_every_edition_shows_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "content", own_font())
    editions = ("handout", "vertical", "e-reader", "docx")
    assert publish(tmp_path, *(f"--edition={name}" for name in editions)) in (0, 1)
    assert capsys.readouterr().out.count("text proved") == len(editions)
    assert main(["check", "own", "--content", str(tmp_path / "content"), "--output",
                 str(tmp_path / "dist")]) == 0  # fmt: skip


def test_without_it_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_document(tmp_path / "content", "own", ["丁城條約"], [f"此{RARE}字自古有之。", "甲。"], [])
    assert publish(tmp_path, "--edition=handout") == 4
    told = capsys.readouterr().err
    assert "canonical.txt:2: preamble-1, character 2: none of the fonts has a glyph" in told
    assert "[[font]] in document.toml" in told


def test_it_may_come_before_all_others(tmp_path: Path) -> None:
    path = write(tmp_path / "content", own_font(f"{RARE}此"), 'characters = "此"\n')
    (font,) = Source.open(path).read()[0].fonts
    choice = choose(chain_for("serif", "zh-Hant", (font,)), f"此{RARE}字")
    own = len(choice.chain) - 1
    assert choice.others == {"此": own, RARE: own}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda font: font[:400], "SHA-256"),
        (lambda font: None, "own.ttf"),
    ],
)
def test_another_file_is_told(tmp_path: Path, change, told: str, capsys) -> None:  # type: ignore[no-untyped-def]
    path = write(tmp_path / "content", own_font())
    data = change((path / "own.ttf").read_bytes())
    (path / "own.ttf").unlink() if data is None else (path / "own.ttf").write_bytes(data)
    assert publish(tmp_path, "--edition=handout") == 4
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"OTTO", b"wOF2" + bytes(90), own_font()[:300]])
def test_what_is_no_font_is_told(
    tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "content", data)
    assert publish(tmp_path, "--edition=handout") == 4
    assert "own.ttf is no OpenType or TrueType font" in capsys.readouterr().err


@given(at=st.integers(12, 900), value=st.integers(0, 255))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_font_is_used_or_told(tmp_path: Path, at: int, value: int) -> None:
    data = bytearray(own_font())
    data[at % len(data)] = value
    (tmp_path / "damaged.ttf").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    font = FontFile("damaged.ttf", "Crooked", "CC0 1.0", digest)
    bring(font, tmp_path)
    choice = choose(chain_for("serif", "zh-Hant", (font,)), RARE)
    for turned in (False, True):
        # whatever else it raises is a failure
        with suppress(ContentError):
            for place in choice.places[1:]:
                shown = choice.shown_by(place, frozenset(RARE))
                prepare(choice.chain[place], shown, tmp_path / "cache", turned)


def test_nothing_outside_the_document_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "content", own_font())
    text = (path / "document.toml").read_text("utf-8")
    (tmp_path / "own.ttf").write_bytes(own_font())
    (path / "document.toml").write_text(text.replace("own.ttf", "../../own.ttf"), "utf-8")
    assert publish(tmp_path, "--edition=handout") == 4
    assert "must lie in the document's folder" in capsys.readouterr().err
