"""Which pages are drawn, by whom, how large, and what of two pictures is a difference."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
from pikepdf import Dictionary
from PIL import Image

from zhengben.proof import rendering
from zhengben.proof.drawn import DrawnGlyph, DrawnPage
from zhengben.proof.extraction import Fault
from zhengben.proof.rendering import (
    _alike,
    _apart,
    _by_program,
    _can_be_drawn,
    _most,
    _near,
    _spread,
    by_another,
    difference,
    strange_pages,
)

Point = tuple[int, int]


def picture(points: dict[Point, int] | None = None, size: Point = (9, 7)) -> Image.Image:
    """Return a white picture with some points of other greys."""
    made = Image.new("L", size, 255)
    for place, level in (points or {}).items():
        made.putpixel(place, level)
    return made


def dark(found: Image.Image) -> set[Point]:
    return {(x, y) for x in range(found.width) for y in range(found.height)
            if found.getpixel((x, y)) < 255}  # type: ignore[operator]  # fmt: skip


def test_ink_is_spread_by_a_point_to_every_side() -> None:
    found = _spread(picture({(4, 3): 7}))
    assert dark(found) == {(x, y) for x in (3, 4, 5) for y in (2, 3, 4)}
    assert found.getpixel((3, 2)) == 7


def test_only_what_has_no_ink_beside_it_lies_apart() -> None:
    one = picture({(4, 3): 0})
    for x, apart in ((4, 0), (5, 0), (6, 255)):
        other = picture({(x, 3): 0})
        assert _most(_apart(one, other)) == apart
        assert _most(_apart(other, one)) == apart
    assert _most(_apart(picture(), picture({(4, 3): 205}))) == 50
    assert _most(_apart(picture({(4, 3): 205}), picture())) == 50
    assert isinstance(_most(picture()), int)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True), ({}, {(4, 3): 231}, True), ({}, {(4, 3): 230}, True),
        ({}, {(4, 3): 207}, True), ({}, {(4, 3): 206}, False), ({(4, 3): 206}, {}, False),
        ({(4, 3): 0}, {(5, 3): 0}, True), ({(4, 3): 0}, {(6, 3): 0}, False),
    ],
)  # fmt: skip
def test_two_pictures_are_alike(one: dict[Point, int], other: dict[Point, int], same: bool) -> None:
    assert _alike(picture(one), picture(other)) is same
    assert not _alike(picture(one), picture(other, size=(9, 8)))


class Shown:
    """A page that shows pictures by their scales; those asked for are kept."""

    def __init__(self, **pictures: Image.Image) -> None:
        self.pictures, self.asked = pictures, list[float]()

    def get_size(self) -> tuple[float, float]:
        return 40.0, 40.0

    def render(self, *, scale: float, grayscale: bool) -> Any:
        assert grayscale
        self.asked.append(scale)
        name = {2.0: "small", 4.0: "large"}.get(scale, "outlines")
        return SimpleNamespace(to_pil=lambda: self.pictures[name])


def glyph(text: str, left: float, base: float, em: float = 10.0, down: bool = False) -> DrawnGlyph:
    return DrawnGlyph(cast(Any, None), 1, text, (-em if down else em, 0, 0, em, left, base))


PAGE = DrawnPage(3, (0.0, 0.0, 40.0, 40.0), 0, glyphs=[glyph("甲", 10, 20), glyph("乙", 20, 20)])


def shown(level: int, large: int, outlines: int = 0, at: Point = (60, 60)) -> Shown:
    """Return a page with a point of a level in each picture, from the small one up."""
    return Shown(
        small=picture({(5, 5): level}, (80, 80)), large=picture({at: large}, (160, 160)),
        outlines=picture({(9, 9): outlines}, (240, 240)),
    )  # fmt: skip


def blank() -> Shown:
    return Shown(
        small=picture(size=(80, 80)), large=picture(size=(160, 160)),
        outlines=picture(size=(240, 240)),
    )  # fmt: skip


TOLD = "does not show 甲 (U+7532) as it claims"


def test_a_page_is_looked_at_again_where_it_differs() -> None:
    for levels, scales, told in (
        ((231, 0, 0), [2.0], ""),
        ((230, 207, 0), [2.0, 4.0], ""),
        ((230, 206, 207), [2.0, 4.0, rendering._OUTLINES], ""),
        ((230, 206, 206), [2.0, 4.0, rendering._OUTLINES], TOLD),
    ):
        one, other = shown(*levels), blank()
        assert difference(PAGE, one, other) == told
        assert one.asked == other.asked == scales
        assert difference(PAGE, other, one) == told
    assert difference(PAGE, shown(0, 0, at=(100, 60)), blank()) == (
        "does not show 乙 (U+4E59) as it claims"
    )
    assert difference(PAGE, shown(0, 0, at=(4, 4)), blank()) == (
        "shows something where it claims nothing"
    )
    small = Shown(small=picture(size=(80, 79)))
    assert difference(PAGE, small, blank()) == "has another size than its box says"


def test_a_page_is_looked_at_as_outlines_where_it_is_not_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    points = round(40 * 40 * rendering._OUTLINES**2)
    for most, scales, told in (
        (points, [2.0, 4.0, rendering._OUTLINES], ""), (points - 1, [2.0, 4.0], TOLD),
    ):  # fmt: skip
        monkeypatch.setattr(rendering, "_MOST_POINTS", most)
        one = shown(0, 0, 255)
        assert difference(PAGE, one, blank()) == told
        assert one.asked == scales


@pytest.mark.parametrize(
    ("box", "text"),
    [
        ((40, 40, 42, 42), "甲"), ((38, 40, 40, 42), ""), ((39, 40, 41, 42), "甲"),
        ((80, 40, 82, 42), "乙"), ((121, 40, 123, 42), ""), ((120, 40, 120, 42), "乙"),
        # from a fifth of an em below the line to an em above it
        ((50, 39, 52, 41), "甲"), ((50, 38, 52, 40), ""), ((50, 87, 52, 89), "甲"),
        ((50, 87, 52, 90), "甲"), ((50, 89, 52, 91), ""),
        # the middle of what differs, or else its first point
        ((50, 50, 120, 52), "乙"), ((50, 50, 400, 52), "甲"), ((50, 50, 52, 400), "甲"),
    ],
)  # fmt: skip
def test_the_glyph_that_differs_is_named(box: tuple[int, int, int, int], text: str) -> None:
    found = _near(PAGE, box)
    assert (found.text if found else "") == text


def test_the_glyph_of_a_turned_page_is_named() -> None:
    turned = DrawnPage(1, (0.0, 0.0, 40.0, 90.0), 90, glyphs=[glyph("甲", 10, 60, down=True)])
    for box, named in (
        ((240, 40, 242, 42), True), ((240, 38, 242, 40), False), ((230, 50, 232, 52), False),
        ((232, 50, 234, 52), True), ((279, 79, 281, 81), True), ((281, 50, 283, 52), False),
    ):  # fmt: skip
        assert bool(_near(turned, box)) is named, box


# ---- pages that PDFium draws


def blank_pages(count: int, extra: bytes = b"") -> bytes:
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page(page_size=(40, 30))
        pdf.pages[-1].obj.Contents = pdf.make_stream(extra)
        pdf.pages[-1].obj.Resources = Dictionary()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def claimed(*turned: int) -> list[DrawnPage]:
    return [DrawnPage(n, (0.0, 0.0, 40.0, 30.0), t) for n, t in enumerate(turned, 1)]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """Have no other engine draw, and return what it is asked for."""
    asked = list[tuple[Any, ...]]()

    def another(*args: Any) -> Iterator[Fault]:
        asked.append(args)
        yield Fault("shown", "another", "Another engine was asked.")

    monkeypatch.setattr(rendering, "by_another", another)
    return asked


def strange(data: bytes, folder: Path, pages: list[DrawnPage], **more: Any) -> list[Fault]:
    path = folder / "shown.pdf"
    path.write_bytes(data)
    return list(strange_pages(path, pages, {}, **more))


BOX = b"10 10 20 10 re f"
NOTHING = "Page 2 shows something where it claims nothing."
ANOTHER = Fault("shown", "another", "Another engine was asked.")


def test_all_pages_are_drawn_or_some(tmp_path: Path, alone: list[tuple[Any, ...]]) -> None:
    told = Fault("shown", "page 2", NOTHING)
    pages = claimed(0, 0)
    assert strange(blank_pages(2), tmp_path, pages) == [ANOTHER]
    path, reference, chosen = alone.pop()
    assert (path.name, chosen) == ("shown.pdf", pages)
    with pikepdf.open(io.BytesIO(reference)) as pdf:
        assert len(pdf.pages) == 2
    assert strange(blank_pages(2, BOX), tmp_path, pages) == [told, ANOTHER]
    assert strange(blank_pages(2, BOX), tmp_path, pages, only={2}) == [told]
    assert strange(blank_pages(2, BOX), tmp_path, pages, only={1}) == []


def test_a_page_of_another_size_is_told(tmp_path: Path, alone: list[tuple[Any, ...]]) -> None:
    other = [DrawnPage(1, (0.0, 0.0, 41.0, 30.0), 0)]
    told = Fault("shown", "page 1", "Page 1 has another size than its box says.")
    assert strange(blank_pages(1), tmp_path, other, only={1}) == [told]
    assert strange(blank_pages(1), tmp_path, claimed(90), only={1}) == [told]
    assert alone == []


def test_pages_are_counted(tmp_path: Path, alone: list[tuple[Any, ...]]) -> None:
    told = [Fault("shown", "file", "The file shows 2 pages and has 1.")]
    assert strange(blank_pages(2), tmp_path, claimed(0)) == told
    assert alone == []


def test_what_pdfium_does_not_open_is_told(tmp_path: Path, alone: list[tuple[Any, ...]]) -> None:
    first, second = strange(b"nothing", tmp_path, claimed(0))
    assert (first.code, first.place) == ("shown", "file")
    assert first.sentence.startswith("PDFium cannot draw the file: ")
    assert second == ANOTHER


@pytest.mark.parametrize(("side", "told"), [(2400.0, False), (2400.5, True), (3.0, False)])
def test_no_page_is_too_large_to_be_drawn(
    side: float, told: bool, tmp_path: Path, alone: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(rendering, "difference", lambda *_: "")
    for media in ((0.0, 0.0, side, 30.0), (0.0, 0.0, 30.0, side)):
        page = DrawnPage(1, media, 0)
        sentence = "Page 1 is not as large as any page of the press."
        found = strange(blank_pages(1), tmp_path, [page], only={1})
        assert found == ([Fault("shown", "page 1", sentence)] if told else [])
        # one that is not looked at may be as large as it likes
        pages = [page, DrawnPage(2, (0.0, 0.0, 40.0, 30.0), 0)]
        assert strange(blank_pages(2), tmp_path, pages, only={2}) == []


# ---- pages that another engine draws


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Have Poppler draw pictures by what is drawn: ``shown`` and ``claimed``, by resolution."""
    known: dict[str, Any] = {"asked": []}
    monkeypatch.setattr(rendering.shutil, "which", lambda n: f"/bin/{n}" if n == "pdftoppm" else "")

    def draw(program: str, file: Path, folder: Path, dpi: int, page: int = 0) -> list[Path]:
        known["asked"].append((Path(program).name, file.name, dpi, page))
        made = list[Path]()
        for number, item in enumerate(known[file.stem][dpi]):
            made.append(folder / f"{file.stem}-{dpi}-{number}.pgm")
            item.save(made[-1])
        return made

    monkeypatch.setattr(rendering, "_by_program", draw)
    return known


def another(folder: Path, pages: list[DrawnPage]) -> list[Fault]:
    return list(by_another(folder / "shown.pdf", b"reference", pages))


OTHER = picture({(4, 3): 0})
TWO = [DrawnPage(4, (0.0, 0.0, 9.0, 7.0), 0), DrawnPage(6, (0.0, 0.0, 9.0, 7.0), 0)]
FIRST = [("pdftoppm", "shown.pdf", 144, 0), ("pdftoppm", "claimed.pdf", 144, 0)]


def larger(dpi: int, page: int) -> list[tuple[str, str, int, int]]:
    return [("pdftoppm", "shown.pdf", dpi, page), ("pdftoppm", "claimed.pdf", dpi, page)]


def test_another_engine_draws_larger_what_differs(tmp_path: Path, engine: dict[str, Any]) -> None:
    engine["shown"] = {144: [picture(), picture()], 432: [picture()], 960: [picture()]}
    engine["claimed"] = {144: [picture(), picture()], 432: [picture()], 960: [picture()]}
    assert another(tmp_path, TWO) == []
    assert engine["asked"] == FIRST
    engine["shown"][144][1], engine["asked"] = OTHER, []
    assert another(tmp_path, TWO) == []
    assert engine["asked"] == FIRST + larger(432, 2)
    engine["shown"][432], engine["asked"] = [OTHER], []
    assert another(tmp_path, TWO) == []
    assert engine["asked"] == FIRST + larger(432, 2) + larger(960, 2)
    engine["shown"][960] = [OTHER]
    told = "Page 6 shows other characters in Poppler than it claims."
    assert another(tmp_path, TWO) == [Fault("shown", "page 6", told)]
    engine["shown"][144] = [OTHER]
    assert another(tmp_path, TWO) == [Fault("shown", "file", "Poppler shows 1 pages of 2.")]


def test_an_engine_that_ends_with_an_error_is_told(
    tmp_path: Path, engine: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> list[Path]:
        raise subprocess.TimeoutExpired("pdftoppm", 300)

    monkeypatch.setattr(rendering, "_by_program", fails)
    told = "Poppler cannot draw the file: TimeoutExpired('pdftoppm', 300)."
    assert another(tmp_path, TWO) == [Fault("shown", "file", told)]


def test_the_first_engine_that_is_there_draws(
    tmp_path: Path, engine: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine["shown"] = engine["claimed"] = {144: [picture()]}
    monkeypatch.setattr(rendering.shutil, "which", lambda name: f"/bin/{name}")
    assert another(tmp_path, TWO[:1]) == []
    monkeypatch.setattr(rendering.shutil, "which", lambda n: f"/bin/{n}" if n == "mutool" else "")
    assert another(tmp_path, TWO[:1]) == []
    assert [program for program, *_ in engine["asked"]] == ["pdftoppm"] * 2 + ["mutool"] * 2
    assert [*rendering._ENGINES.items()] == [("pdftoppm", "Poppler"), ("mutool", "MuPDF")]


@pytest.mark.parametrize(
    ("program", "page", "command"),
    [
        ("pdftoppm", 0, "-q -r 72 -gray a.pdf INTO/page"),
        ("pdftoppm", 5, "-q -r 72 -f 5 -l 5 -gray a.pdf INTO/page"),
        ("mutool", 0, "draw -q -r 72 -F pgm -c gray -o INTO/page-%06d.pgm a.pdf"),
        ("mutool", 5, "draw -q -r 72 -F pgm -c gray -o INTO/page-%06d.pgm a.pdf 5"),
    ],
)
def test_an_engine_is_asked_for_grey_pictures(
    program: str, page: int, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = list[tuple[list[str], dict[str, Any]]]()

    def run(words: list[str], **more: Any) -> None:
        asked.append((words, more))
        into = next(tmp_path.glob("*"))
        for name in ("page-000002.pgm", "page-000001.pgm", "other.pgm"):
            (into / name).touch()

    monkeypatch.setattr(rendering.subprocess, "run", run)
    found = _by_program(f"/bin/{program}", Path("a.pdf"), tmp_path, 72, page)
    (into,) = tmp_path.glob("*")
    assert found == [into / "page-000001.pgm", into / "page-000002.pgm"]
    ((words, more),) = asked
    assert words == [f"/bin/{program}", *command.replace("INTO", str(into)).split()]
    assert more == {"check": True, "capture_output": True, "timeout": 300}


def test_a_picture_has_a_most_of_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture(size=(10, 8)).save(tmp_path / "a.pgm")
    for most, can in ((320, True), (319, False)):
        monkeypatch.setattr(rendering, "_MOST_POINTS", most)
        assert _can_be_drawn(tmp_path / "a.pgm", 288) is can
