"""Signs in columns stand or lie as Unicode's Vertical_Orientation has it (UAX #50)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import uharfbuzz as hb

from tests.small_documents import write_document
from zhengben.cli.main import main
from zhengben.design.faces import FACES, chain_for
from zhengben.document.western import WESTERN
from zhengben.fonts import orientation
from zhengben.fonts.chain import prepare_chains
from zhengben.fonts.choice import choose
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.subset import subset_of_letters
from zhengben.fonts.upright import stand_upright
from zhengben.linebreaking.atoms import atoms_of
from zhengben.linebreaking.composed import ParagraphStyle
from zhengben.proof.outlines import PEN, Outline, alike, placed, quarter

# after VerticalOrientation.txt: U and Tu, and R without a form for columns
UPRIGHT = "☑☐☒☆★※①⑳㉑㊿❶℃℉№™‰℡㎡Ⅳⅳ†‡✓✗✂♥☎∞∴甲。"
LYING = "→←↑↓⇒≠≤√∑∫∈☞－"
SIGNS = "§±×÷¼½©®"


def outline(path: Path, character: str) -> tuple[Outline, float]:
    """Return the outline and the advance of a character, in units of the face."""
    font = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
    glyph = font.get_nominal_glyph(ord(character))
    assert glyph, character
    drawn: Outline = []
    font.draw_glyph(glyph, PEN, drawn)
    return drawn, font.get_glyph_h_advance(glyph) / font.face.upem


@pytest.fixture(scope="module", params=["zh-Hant", "zh-Hans"])
def columns(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Metrics:
    characters = frozenset(UPRIGHT + LYING + SIGNS + "5Қ⅓")
    choice = choose(chain_for("serif", request.param), characters)
    folder = tmp_path_factory.mktemp("fonts")
    _, measured = prepare_chains({"a": choice}, {"a": characters}, folder, {}, turned=True)
    return measured["a"]


def is_turned(columns: Metrics, character: str) -> tuple[bool, float]:
    """Say whether a character is drawn turned by a quarter; return its advance, too."""
    ((face, _),) = columns.parts(character)
    shown, advance = outline(face.path, character)
    plain, _ = outline(FACES[face.key.removesuffix("-turned")].path, character)
    turned = alike(quarter(plain), placed(shown))
    assert turned != alike(plain, placed(shown)) or quarter(plain) == plain, character
    return turned, advance


@pytest.mark.parametrize("character", UPRIGHT.replace("。", "").replace("∞", ""))
def test_what_stands_upright_has_a_cell_of_its_own(columns: Metrics, character: str) -> None:
    assert is_turned(columns, character) == (True, 1.0)


@pytest.mark.parametrize("character", LYING + SIGNS)
def test_what_lies_with_the_column_is_drawn_as_it_is(columns: Metrics, character: str) -> None:
    assert not is_turned(columns, character)[0]


def test_what_is_upright_stands_in_the_middle_of_its_column(columns: Metrics) -> None:
    for character in "☑★①№™":
        ((face, _),) = columns.parts(character)
        shown, _ = outline(face.path, character)
        upem = hb.Face(hb.Blob.from_file_path(str(face.path))).upem
        font = hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path))))
        glyph = font.get_nominal_glyph(ord(character))
        assert glyph
        assert shown
        extents = font.get_glyph_extents(glyph)
        assert extents
        middle = (extents.y_bearing + extents.height / 2) / upem
        # of a cell of Han that reaches from 0.12 em below the base line to 0.88 above it
        assert middle == pytest.approx(0.38, abs=0.06), character
        assert extents.x_bearing / upem >= -0.02
        assert (extents.x_bearing + extents.width) / upem <= 1.02


def test_signs_of_numbers_are_those_that_words_hold() -> None:
    upright = [c for c in map(chr, range(0x20, 0x10000)) if orientation._UPRIGHT.match(c)]
    worded = [c for c in upright if WESTERN.match(c)]
    assert all(not orientation.stands(c) for c in worded)
    apart = {c for c in worded if not orientation._OF_WORDS.match(c)}
    assert {*orientation.SIGNS} <= apart
    # letters of hangul and Khitan are no signs
    assert all(c.isalpha() or c in orientation.SIGNS for c in apart)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("甲§乙", ["text", "up", "text"]),
        ("甲±乙", ["text", "up", "text"]),
        ("飲½杯", ["text", "up", "text"]),
        ("共3×4米", ["text", "western", "text"]),
        ("見§3條", ["text", "western", "text"]),
    ],
)
def test_a_sign_by_itself_stands_and_one_at_a_number_lies(
    columns: Metrics, text: str, kinds: list[str]
) -> None:
    atoms = atoms_of(text, {}, columns, ParagraphStyle(20.0, vertical=True))
    assert [atom.kind for atom in atoms] == kinds
    # what lies in a table of figures that lie does so by itself, too
    lying = atoms_of("甲§乙", {}, columns, ParagraphStyle(20.0, vertical=True, lying=True))
    assert [atom.kind for atom in lying] == ["text", "western", "text"]


def test_what_is_made_of_a_turned_glyph_stays_as_it_was() -> None:
    face = FACES["dejavu"].path
    characters = "☑é①Ǻ⅓"
    data = subset_of_letters(face, characters)
    made = hb.Font(hb.Face(hb.Blob(stand_upright(data))))
    for character in characters:
        glyph = made.get_nominal_glyph(ord(character))
        assert glyph
        shown: Outline = []
        made.draw_glyph(glyph, PEN, shown)
        plain, advance = outline(face, character)
        if character in "☑①":
            assert alike(quarter(plain), placed(shown))
            assert made.get_glyph_h_advance(glyph) == made.face.upem
        else:
            assert shown == plain
            assert made.get_glyph_h_advance(glyph) / made.face.upem == advance


@pytest.mark.slow  # publishes a document
def test_signs_in_columns_are_proved_as_they_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paragraphs = [
        "選擇：☑同意，☐反對，☒棄權，以★為記，見※及①②⑳各項，溫度25℃，№5號，‰與™亦然，餘類推。",
        "方向由東→西，甲⇒乙，5≠6，另見§3、±5，以及§與½杯，3×4米，∞與∴等號，各依其例，餘類推。",
    ]
    write_document(tmp_path / "content", "signs", ["丁城條約"], paragraphs, [])
    folders = ("--content", str(tmp_path / "content"), "--output", str(tmp_path / "dist"))
    assert main(["publish", "signs", "--edition", "vertical", *folders]) == 0
    capsys.readouterr()
    main(["check", "signs", "--json", *folders])
    (told,) = json.loads(capsys.readouterr().out)
    assert told["findings"] == []
