"""Text told beside its glyphs is believed only where the face writes it with just those glyphs."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from tests.small_documents import write_document
from zhengben.cli.main import main
from zhengben.design.faces import FACES
from zhengben.proof.fidelity import Proof, prove
from zhengben.source.source import Source

TEXTS = (
    "以العربية與हिन्दी各文字寫成，⋯與…並用，～與〜亦同。",
    "שלום ขอบคุณที่นี่มีน้ำใจ ශ්රී，الْعَرَبِيَّةُ 2017 مادة，မြန်မာ。",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Source]:
    folder = tmp_path_factory.mktemp("told")
    write_document(folder / "content", "told", ["丁城條約"], TEXTS, [])
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    assert main(["publish", "told", "--edition", "handout", *folders]) == 0
    (path,) = (folder / "dist" / "told").glob("*.handout.pdf")
    return path, Source.open(folder / "content" / "told")


def proof(path: Path, source: Source) -> Proof:
    lines = source.read()[0].lines
    references = {face.key: face.path for face in FACES.values()}
    text = source.read()[0].text
    return prove(path, text, ids=tuple(line.id for line in lines), references=references)


def altered(told: tuple[Path, Source], tmp_path: Path, old: bytes, new: bytes) -> Proof:
    """Prove a copy whose content streams say something else."""
    path, source = told
    with pikepdf.open(path) as pdf:
        met = 0
        for page in pdf.pages:
            content = b"\n".join(bytes(s.read_bytes()) for s in _streams(page))
            met += content.count(old)
            page.Contents = pdf.make_stream(content.replace(old, new, 1))
        assert met
        pdf.save(tmp_path / "altered.pdf")
    return proof(tmp_path / "altered.pdf", source)


def _streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.Contents
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def said(text: str) -> bytes:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>".encode()


def test_what_is_told_is_proved(told: tuple[Path, Source]) -> None:
    path, source = told
    content = b"".join(bytes(s.read_bytes()) for p in pikepdf.open(path).pages for s in _streams(p))
    for text in ("العربية", "हिन्दी", "…", "〜"):
        assert said(text) in content
    assert proof(path, source).failures == ()


@pytest.mark.parametrize(
    ("text", "other"),
    [("العربية", "العبرية"), ("हिन्दी", "हन्दी"), ("…", "⋯"), ("〜", "～"), ("…", ""),
     ("שלום", "שלוש")],
)  # fmt: skip
def test_other_words_are_found(
    told: tuple[Path, Source], tmp_path: Path, text: str, other: str
) -> None:
    assert altered(told, tmp_path, said(text), said(other)).failures


def test_other_glyphs_are_found_though_the_words_agree(
    told: tuple[Path, Source], tmp_path: Path
) -> None:
    with pikepdf.open(told[0]) as pdf:
        content = b"".join(bytes(s.read_bytes()) for s in _streams(pdf.pages[0]))
    begin = content.index(said("…"))
    begin = content.index(b"[<", begin) + 2
    glyph = content[begin : content.index(b">]", begin)]
    # the glyph of another character of the same line
    other = content[content.index(b"[<", begin) + 2 :][:4]
    assert (len(glyph), other == glyph) == (4, False)
    old = said("…") + b">> BDC [<" + glyph
    (failure, *_) = altered(told, tmp_path, old, old[:-4] + other).failures
    assert "shows other glyphs than …" in failure


def test_words_told_of_nothing_are_found(told: tuple[Path, Source], tmp_path: Path) -> None:
    old = b"/Span <</ActualText " + said("〜")
    new = b"/Span <</ActualText " + said("甲") + b">> BDC EMC " + old
    failures = altered(told, tmp_path, old, new).failures
    assert any("tells “甲” where nothing is shown" in failure for failure in failures), failures


def test_words_told_within_others_are_found(told: tuple[Path, Source], tmp_path: Path) -> None:
    old = said("〜") + b">> BDC"
    failures = altered(told, tmp_path, old, old + b" /Span <</ActualText (x)>> BDC EMC").failures
    assert any("within another one" in failure for failure in failures)
