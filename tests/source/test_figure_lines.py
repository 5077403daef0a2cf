"""Figures and captions of a document: what is declared of them, and each fault in one sentence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pytest
from figure_documents import drawing, packed, write_figures
from small_documents import Blocks

from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.source.source import Source

PICTURE = "^image{map.png|甲國}"
HELD = {"map.png": packed(drawing(60, 30), "PNG")}


def document(
    folder: Path, *rows: tuple[str, str], held: dict[str, bytes] = HELD, said: str = ""
) -> Path:
    blocks: Blocks = [("title", ["樣本"]), ("paragraph", ["甲。"]), *((w, [t]) for w, t in rows)]
    return write_figures(folder / "content", blocks, held, {"map.png": said} if said else {})


def read(folder: Path) -> Declaration:
    return Source.open(folder).read()[0]


def refused(folder: Path) -> str:
    with pytest.raises(ContentError) as raised:
        read(folder)
    return str(raised.value)


def test_a_figure_and_its_caption_have_anchors_of_their_own(tmp_path: Path) -> None:
    made = read(document(tmp_path, ("figure", PICTURE), ("caption", "圖一"), said="width-mm = 80"))
    assert [line.id for line in made.paragraphs] == ["para-1", "figure-1", "caption-1"]
    assert [line.number for line in made.paragraphs] == [None] * 3
    (known,) = made.objects
    assert (known.width, known.height, known.width_mm, known.landscape) == (60, 30, 80, False)
    wide, high = known.natural_pt
    assert (round(wide * 25.4 / 72), wide / high) == (80, 2.0)


def test_a_caption_stands_beside_a_figure(tmp_path: Path) -> None:
    told = refused(document(tmp_path, ("caption", "圖一"), ("paragraph", f"乙{PICTURE}")))
    assert "line 3 is a caption, and neither the line above nor that below is a picture" in told


def test_a_figure_is_one_picture(tmp_path: Path) -> None:
    told = refused(document(tmp_path, ("figure", f"{PICTURE}甲")))
    assert "line 3 is no figure: it holds more than one picture" in told


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("width-mm = 401", "a picture is 1 to 400 mm wide"),
        ("width-mm = -1", "a picture is 1 to 400 mm wide"),
        ('page = "folded"', "folded"),
        ("height-mm = 3", "height-mm"),
    ],
)
def test_what_is_said_of_a_picture_is_read_strictly(
    said: str, sentence: str, tmp_path: Path
) -> None:
    assert sentence in refused(document(tmp_path, ("figure", PICTURE), said=said))


def test_a_picture_that_is_refused_is_told_with_its_file(tmp_path: Path) -> None:
    bad = {"map.png": packed(drawing(60, 30), "JPEG")}
    told = refused(document(tmp_path / "a", ("figure", PICTURE), held=bad))
    assert "map.png: is a picture of another kind than its name says; call it map.jpg" in told
    cut = {"map.png": HELD["map.png"][:-20]}
    told = refused(document(tmp_path / "b", ("figure", PICTURE), held=cut))
    assert "map.png: does not end where its picture ends; save it anew." in told


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("<maction><mi>x</mi></maction>", "has an element “maction”"),
        ('<mi href="http://example.org">x</mi>', "has an attribute “href”"),
        ('<mi mathcolor="red">x</mi>', "has an attribute “mathcolor”"),
    ],
)
def test_a_formula_that_links_or_colours_is_refused(
    inside: str, sentence: str, tmp_path: Path
) -> None:
    mathml = f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inside}</math>'.encode()
    folder = document(tmp_path, ("figure", "^math{file:a.mml}"), held={"a.mml": mathml})
    assert sentence in refused(folder)


def test_a_reading_by_the_metadata_keeps_how_a_picture_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from zhengben.cli.main import main

    data = HELD["map.png"]
    page = tmp_path / "law.html"
    import base64

    uri = f"data:image/png;base64,{base64.b64encode(data).decode()}"
    page.write_text(
        "<html><body><h1>丁城水法</h1>"
        + "".join(f"<p>第{n}條　丁城的水由水務局第{n}科管理。</p>" for n in "一二三四")
        + f'<p><img src="{uri}" alt="全境"></p><p>圖一　全境圖</p><p>第五條　丁城的水不賣。</p>'
        "</body></html>",
        "utf-8",
    )
    content = tmp_path / "content"
    (content / "register").mkdir(parents=True)
    command = ["new", str(page), "--name", "law", "--content", str(content)]
    assert main([*command, "--set", "date=2000-01-02"]) == 0
    metadata = content / "law" / "document.toml"
    roles = {line.role: line for line in read(content / "law").lines}
    assert roles["figure"].id == "figure-1"
    assert roles["caption"].text == "圖一　全境圖"
    digest = hashlib.sha256(data).hexdigest()
    told = metadata.read_text("utf-8")
    said = f'sha256 = "{digest}"\nwidth-mm = 70\npage = "landscape"\n'
    metadata.write_text(told.replace(f'sha256 = "{digest}"\n', said), "utf-8")
    assert main(["new", "--again", "law", "--content", str(content)]) == 0
    (known,) = read(content / "law").objects
    assert (known.width_mm, known.landscape) == (70, True)
    assert msgspec.structs.replace(known, width_mm=0, landscape=False).width == 60
    capsys.readouterr()
