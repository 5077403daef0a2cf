"""The cover picture: the same every time, whatever the title is made of, and nothing outside it."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from zhengben.design.faces import chain_for
from zhengben.fonts.choice import choose
from zhengben.formats.epub.cover import Cover, draw_cover

TITLES = (
    ("上海合作組織成員國元首", "阿斯塔納宣言"),
    ("一",),
    ("上海合作組織成員國元首理事會關於共同打擊國際恐怖主義的聲明（2017年）——SCO 24",),
    ("Declaration of the Heads of State",),
    ("關於Қазақстан與册", "的CO₂宣言"),
    tuple("長短不一" for _ in range(9)),
)


def drawn(title: tuple[str, ...], vertical: bool) -> Image.Image:
    cover = Cover(title, "上海合作組織成員國元首理事會", "2017年6月9日", "非官方版本", vertical)
    choice = choose(chain_for("serif", "zh-Hant"), "".join((*title, cover.organ)))
    data = draw_cover(cover, choice)
    assert data == draw_cover(cover, choice)
    return Image.open(io.BytesIO(data)).convert("L")


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("title", TITLES)
def test_the_words_keep_within_the_frame(title: tuple[str, ...], vertical: bool) -> None:
    picture = drawn(title, vertical)
    assert picture.size == (1600, 2560)
    ink = picture.point(lambda shade: 255 if shade < 128 else 0)
    # between the frame and the area of the words there is only paper
    for box in ((130, 130, 1470, 300), (130, 130, 200, 2430), (1400, 130, 1470, 2430),
                (130, 2330, 1470, 2430)):  # fmt: skip
        assert ink.crop(box).getbbox() is None, box
    assert ink.crop((200, 300, 1400, 2200)).getbbox() is not None


def test_a_vertical_title_stands_in_columns() -> None:
    left, top, right, bottom = drawn(("阿斯塔納宣言",), True).point(
        lambda shade: 255 if shade < 128 else 0
    ).crop((850, 300, 1400, 2200)).getbbox() or (0, 0, 0, 0)
    assert bottom - top > 4 * (right - left)
