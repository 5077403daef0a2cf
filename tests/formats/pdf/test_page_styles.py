"""What the engine would work out for each page and box is worked out once, and is the same."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_documents import small_document

from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.formats.pdf.engine import loading
from zhengben.formats.pdf.writer import Press

EDITIONS = ("handout", "gongwen", "vertical")
WITHOUT = """
import sys
from zhengben.cli.main import main
from zhengben.formats.pdf.engine import patches
patches.PATCHES = tuple(patch for patch in patches.PATCHES if patch.name != "styles of pages")
sys.exit(main(["publish", "astana-2017", *sys.argv[2:], "--output", sys.argv[1]]))
"""


def styles_of(folder: Path, paragraphs: int, counted: Callable[[], int]) -> int:
    """Return how many styles the engine works out for a document."""
    before = counted()
    declaration = small_document(folder, ["甲方和乙方同意如下事項。" * 12] * paragraphs)
    made = Press(declaration, Assets.find(), folder / "canonical.txt", "正本").print(
        PRINTED["gongwen"]
    )
    assert made.pages > paragraphs / 8
    return counted() - before


def test_a_page_more_needs_no_style_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loading.load(Assets.find().cache)
    from weasyprint import css

    made = list[object]()
    begin = css.ComputedStyle.__init__

    def count(style: object, *given: object) -> None:
        made.append(style)
        begin(style, *given)

    monkeypatch.setattr(css.ComputedStyle, "__init__", count)
    few = styles_of(tmp_path / "few", 20, lambda: len(made))
    assert few
    assert styles_of(tmp_path / "many", 60, lambda: len(made)) == few


STYLED = """<html><head><style>.note { padding-left: 1pt }</style></head><body>
<div class="looks"></div><p class="note" style="padding-left:30pt">甲</p>
<p style="padding-left:30pt">乙</p><p style="padding-left:30pt">丙</p>
<p style="padding-left:60pt">丁</p><p class="note">戊</p></body></html>"""


def test_a_style_is_shared_and_wins() -> None:
    loading.load(Assets.find().cache)
    from zhengben.formats.pdf.engine.blocks import MadeUp
    from zhengben.formats.pdf.engine.fetcher import AssetFetcher
    from zhengben.formats.pdf.engine.source import MadeUpPages, descendants

    made = MadeUp(STYLED, 1, {}, {}, "", PRINTED["handout"])
    user = weasyprint_css("p { display: block; padding-left: 90pt }")
    pages = MadeUpPages(made, AssetFetcher({})).render(stylesheets=[user]).pages
    placed = [box for page in pages for box in descendants(page._page_box)]
    found = [box for box in placed if type(box).__name__ == "BlockBox" and box.element_tag == "p"]
    # the engine's units are of 0.75 points
    assert [box.padding_left * 0.75 for box in found] == [30.0, 30.0, 30.0, 60.0, 1.0]
    assert found[1].style is found[2].style
    assert [box.element.get("class") for box in found] == [
        "note style-1", "style-1", "style-1", "style-2", "note",
    ]  # fmt: skip


def test_a_page_without_rules_of_its_own_keeps_its_styles() -> None:
    loading.load(Assets.find().cache)
    from zhengben.formats.pdf.engine.blocks import MadeUp
    from zhengben.formats.pdf.engine.fetcher import AssetFetcher
    from zhengben.formats.pdf.engine.source import MadeUpPages

    html = '<html><head/><body><div class="looks"></div><p style="color:red">甲</p></body></html>'
    made = MadeUp(html, 1, {}, {}, "", PRINTED["handout"])
    [element] = MadeUpPages(made, AssetFetcher({})).etree_element.iter("p")
    assert element.attrib == {"style": "color:red"}


# what a style follows from otherwise than by its parent or the initial value
CASCADES = [
    "text-indent: calc(2em + 5%)", "margin-inline-start: 3mm", "padding-block: 1px 2px",
    "text-decoration: underline overline", "page: wide", "float: left", "position: absolute",
    "display: inline-block", "--own: 4pt; letter-spacing: var(--own)", "font: italic 12pt/2 serif",
    "border: 1px solid; color: red", "border-left: thick none", "line-height: 150%", "width: 40%",
    "color: nonsense; font-size: var(--none)", "all: initial", "columns: 2; column-gap: normal",
    "direction: rtl; text-align: start", "list-style: none", "outline: 2px solid", "orphans: 4",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CASCADES), max_size=4), min_size=1, max_size=5))
def test_every_value_of_a_style_is_as_without(rules: list[list[str]]) -> None:
    """Elements one in the other, each with some declarations; their styles are asked for it all."""
    loading.load(Assets.find().cache)
    from weasyprint import css

    def values(missing: Callable[..., object]) -> list[str]:
        usual, css.ComputedStyle.__missing__ = css.ComputedStyle.__missing__, missing
        try:
            inner = "文"
            for declarations in reversed(rules):
                inner = f'<div style="{";".join(declarations)}">{inner}</div>'
            return told(f"<body>{inner}</body>")
        finally:
            css.ComputedStyle.__missing__ = usual

    ours = css.ComputedStyle.__missing__
    plain = next(
        cell.cell_contents for cell in ours.__closure__ or () if callable(cell.cell_contents)
    )
    assert plain is not ours
    assert values(ours) == values(plain)


def told(html: str) -> list[str]:
    """Return every value of every style of a page, in the order of its elements."""
    import weasyprint
    from weasyprint.css import get_all_computed_styles
    from weasyprint.css.properties import INITIAL_VALUES
    from weasyprint.text.fonts import FontConfiguration

    page = weasyprint.HTML(string=html, base_url="asset:")
    style_for = get_all_computed_styles(
        page, font_config=FontConfiguration(), target_collector=None, color_profiles={}
    )
    return [
        f"{element.etree_element.tag} {name} {said(style[name])}"
        for element in page.wrapper_element.iter_subtree()
        if (style := style_for(element.etree_element)) is not None
        for name in sorted(INITIAL_VALUES)
    ]


def said(value: object) -> str:
    """Return a value without what tells two that are alike apart."""
    if isinstance(value, tuple | list):
        return f"({' '.join(map(said, value))})"
    written = getattr(value, "serialize", None)
    return written() if written else re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def weasyprint_css(rules: str) -> object:
    import weasyprint

    return weasyprint.CSS(string=rules)


def test_files_are_the_same_without(project: Path, built: Path, tmp_path: Path) -> None:
    words = [word for name in EDITIONS for word in ("--edition", name)]
    command = [sys.executable, "-c", WITHOUT, str(tmp_path), "--script", "zh-Hant", *words]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    made = list(tmp_path.rglob("*.pdf"))
    assert len(made) == len(EDITIONS)
    for path in made:
        assert path.read_bytes() == (built / path.name).read_bytes()
