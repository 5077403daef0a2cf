"""What pages show is followed operator by operator, and what cannot be read is told."""

from __future__ import annotations

from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.proof.pages import document, font, form
from zhengben.proof.content import Contents
from zhengben.proof.folding import FoldedPage
from zhengben.proof.marked_content import OUT_OF_ORDER, Marked


def contents_of(pdf: pikepdf.Pdf) -> Contents:
    contents = Contents()
    for number, page in enumerate(pdf.pages, 1):
        contents.read_page(page, number)
    return contents


def marked(operators: str, **resources: Any) -> Marked:
    """Return the one marked content of a page of text set with these operators."""
    contents = contents_of(document(f"/P <</MCID 0>> BDC BT {operators} ET EMC", **resources))
    (item,) = contents.marked.values()
    assert contents.faults == []
    return item


def faults(operators: str, **resources: Any) -> list[tuple[str, str]]:
    return told(document(operators, **resources))


def told(pdf: pikepdf.Pdf) -> list[tuple[str, str]]:
    found = contents_of(pdf).faults
    assert all(f.place == "page 1" and f.sentence.startswith("Page 1 ") for f in found)
    return [(fault.code, fault.sentence.removeprefix("Page 1 ")) for fault in found]


SHOWN: dict[str, tuple[str, str, tuple[float, float], tuple[float, float], float]] = {
    "a string": ("/F 10 Tf 20 30 Td <00010002> Tj", "一二", (20, 30), (40, 30), 10),
    "a narrow glyph": ("/F 10 Tf 20 30 Td <00030001> Tj", "三一", (20, 30), (35, 30), 10),
    "an array": ("/F 10 Tf 20 30 Td [<0001> 200 <0002>] TJ", "一二", (20, 30), (38, 30), 10),
    "a wider gap": ("/F 10 Tf 20 30 Td [<0001> -200 <0002>] TJ", "一二", (20, 30), (42, 30), 10),
    "spaced": ("/F 10 Tf 2 Tc 20 30 Td <00010002> Tj", "一二", (20, 30), (44, 30), 10),
    "stretched": (
        "/F 10 Tf 50 Tz 2 Tc 20 30 Td <00010002> Tj",
        "一二",
        (20, 30),
        (32, 30),
        10 * 0.5**0.5,
    ),
    "moved twice": ("/F 10 Tf 20 30 Td 5 -6 Td <0001> Tj", "一", (25, 24), (35, 24), 10),
    "two lines": (
        "/F 10 Tf 20 30 TD 0 -12 TD <0001> Tj T* <0002> Tj",
        "一二",
        (20, 18),
        (30, 6),
        10,
    ),
    "leading": ("/F 10 Tf 12 TL 20 30 Td T* <0001> Tj", "一", (20, 18), (30, 18), 10),
    "no leading": ("/F 10 Tf 20 30 Td T* <0001> Tj", "一", (20, 30), (30, 30), 10),
    "a quote": ("/F 10 Tf 12 TL 20 30 Td <0001> '", "一", (20, 18), (30, 18), 10),
    "two quotes": ('/F 10 Tf 12 TL 20 30 Td 7 2 <0001> "', "一", (20, 18), (32, 18), 10),
    "a matrix": ("/F 10 Tf 2 0 0 2 20 30 Tm <0001> Tj", "一", (20, 30), (40, 30), 20),
    "a matrix of the page": (
        "2 0 0 2 1 1 cm /F 10 Tf 20 30 Td <0001> Tj",
        "一",
        (41, 61),
        (61, 61),
        20,
    ),
    "two matrices": (
        "1 0 0 1 5 0 cm 2 0 0 2 0 0 cm /F 10 Tf 20 30 Td <0001> Tj",
        "一",
        (45, 60),
        (65, 60),
        20,
    ),
    "a turned line": ("/F 10 Tf 0 1 -1 0 20 30 Tm <0001> Tj", "一", (20, 30), (20, 40), 10),
    "moved in a matrix": (
        "/F 10 Tf 2 0 0 2 20 30 Tm 5 6 Td <0001> Tj",
        "一",
        (30, 42),
        (50, 42),
        20,
    ),
    "a turned and stretched line": (
        "/F 4 Tf 0 3 -12 0 20 30 Tm <0001> Tj",
        "一",
        (20, 30),
        (20, 42),
        24,
    ),
    "a new block": ("/F 10 Tf 20 30 Td ET BT 5 6 Td <0001> Tj", "一", (5, 6), (15, 6), 10),
    "saved and restored": (
        "q 2 0 0 2 0 0 cm Q /F 10 Tf 20 30 Td <0001> Tj",
        "一",
        (20, 30),
        (30, 30),
        10,
    ),
    "a font restored": (
        "/F 10 Tf q /F 20 Tf 3 Tc Q 20 30 Td <0001> Tj",
        "一",
        (20, 30),
        (30, 30),
        10,
    ),
    "one after the other": (
        "/F 10 Tf 20 30 Td <0001> Tj <0002> Tj",
        "一二",
        (20, 30),
        (40, 30),
        10,
    ),
    "to the next column": (
        "/F 10 Tf 20 30 Td <0001> Tj 50 50 Td <0002> Tj",
        "一二",
        (20, 30),
        (80, 80),
        10,
    ),
}


@pytest.mark.parametrize("name", SHOWN)
def test_text_is_shown_where_the_operators_say(name: str) -> None:
    operators, text, start, end, size = SHOWN[name]
    item = marked(operators)
    assert (item.text, item.problems, item.page, item.folio) == (text, set(), 1, 1)
    assert item.start == pytest.approx(start)
    assert item.end == pytest.approx(end)
    assert item.size == pytest.approx(size)


def test_a_font_may_be_set_by_a_dictionary() -> None:
    pdf = document("/P <</MCID 0>> BDC BT /G gs /None gs 20 30 Td <0001> Tj ET EMC")
    state = Dictionary(Font=Array([font(pdf), 12]))
    pdf.pages[0].Resources.ExtGState = Dictionary(G=state, None_=Dictionary())
    (item,) = contents_of(pdf).marked.values()
    assert (item.text, item.size) == ("一", 12)


def test_a_vertical_font_goes_down() -> None:
    pdf = document("/P <</MCID 0>> BDC BT /V 10 Tf 20 90 Td <00010002> Tj ET EMC")
    pdf.pages[0].Resources.Font.V = font(pdf, Encoding=Name("/Identity-V"))
    (item,) = contents_of(pdf).marked.values()
    assert (item.start, item.end) == ((20, 90), (20, 70))


PROBLEMS = {
    "mode 3": ("/F 10 Tf 3 Tr 20 30 Td <0001> Tj", "is invisible"),
    "mode 7": ("/F 10 Tf 7 Tr 20 30 Td <0001> Tj", "is invisible"),
    "small": ("/F 0.9 Tf 20 30 Td <0001> Tj", "is 0.9 pt small"),
    "made small": ("0.09 0 0 0.09 0 0 cm /F 10 Tf 20 30 Td <0001> Tj", "is 0.9 pt small"),
    "squeezed": ("/F 10 Tf 0.5 Tz 20 30 Td <0001> Tj", "is 0.7 pt small"),
    "off at the left": ("/F 10 Tf -1 30 Td <0001> Tj", "runs off the page"),
    "off at the right": ("/F 10 Tf 191 30 Td <0001> Tj", "runs off the page"),
    "off at the foot": ("/F 10 Tf 20 -1 Td <0001> Tj", "runs off the page"),
    "off at the head": ("/F 10 Tf 20 101 Td <0001> Tj", "runs off the page"),
    "set back in an array": ("/F 10 Tf 20 30 Td [<0001> 760 <0002>] TJ", OUT_OF_ORDER),
    "set back": ("/F 10 Tf 40 30 Td <0001> Tj -20 0 Td <0002> Tj", OUT_OF_ORDER),
    "set above": ("/F 10 Tf 40 30 Td <0001> Tj -20 20 Td <0002> Tj", OUT_OF_ORDER),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_keeps_a_reader_from_reading(name: str) -> None:
    operators, problem = PROBLEMS[name]
    assert marked(operators).problems == {problem}


@pytest.mark.parametrize(
    "operators",
    [
        "/F 1 Tf 20 30 Td <0001> Tj", "/F 10 Tf 0 0 Td <0001> Tj", "/F 10 Tf 190 100 Td <0001> Tj",
        "/F 10 Tf 2 Tr 20 30 Td <0001> Tj", "/F 10 Tf 20 30 Td [<0001> 750 <0002>] TJ",
        "/F 10 Tf 40 30 Td <0001> Tj 3 0 Td <0002> Tj",
    ],
)  # fmt: skip
def test_what_is_just_seen(operators: str) -> None:
    assert marked(operators).problems == set()


TEXT = "BT /F 10 Tf 20 30 Td <0001> Tj ET"
FAULTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "sound": (f"/Artifact BMC {TEXT} 0 0 1 1 re f EMC /P <</MCID 0>> BDC {TEXT} f EMC", []),
    "an artifact in an artifact": (f"/Artifact BMC /Span BMC {TEXT} EMC f EMC", []),
    "loose text": (
        f"{TEXT} {TEXT}",
        [("loose-text", "shows text that is neither in the structure nor an artifact: “一一”.")],
    ),
    "text in a mark without a number": (
        f"/Span BMC {TEXT} EMC",
        [("loose-text", "shows text that is neither in the structure nor an artifact: “一”.")],
    ),
    "a loose drawing": (
        "0 0 1 1 re f",
        [
            (
                "loose-drawing",
                "shows a drawing or picture that is neither in the structure nor an artifact.",
            )
        ],
    ),
    "no drawing": ("0 0 1 1 re n", []),
    "unclosed": (
        "/Artifact BMC",
        [("marks", "has marked content that is opened and never closed.")],
    ),
    "closed twice": ("EMC EMC", [("marks", "closes marked content that was never opened.")]),
    "twice": (
        "/P <</MCID 3>> BDC EMC /P <</MCID 3>> BDC EMC",
        [("mcid-twice", "has marked content 3 more than once.")],
    ),
    "in an artifact": (
        "/Artifact BMC /P <</MCID 3>> BDC EMC EMC",
        [("mcid-nested", "has marked content 3 inside other content.")],
    ),
    "in another": (
        "/P <</MCID 2>> BDC /P <</MCID 3>> BDC EMC EMC",
        [("mcid-nested", "has marked content 3 inside other content.")],
    ),
    "in a mark without a number": ("/P BMC /P <</MCID 3>> BDC EMC EMC", []),
    "no font": (
        "/Artifact BMC BT <0001> Tj ET EMC",
        [("no-font", "shows text in a font that is not there.")],
    ),
    "an unknown font": (
        "/Artifact BMC BT /F 9 Tf /X 9 Tf <0001> Tj ET EMC",
        [("no-font", "shows text in a font that is not there.")],
    ),
    "no picture": (
        "/X Do",
        [
            (
                "loose-drawing",
                "shows a drawing or picture that is neither in the structure nor an artifact.",
            )
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_as_it_should_be(name: str) -> None:
    operators, wanted = FAULTS[name]
    assert faults(operators) == wanted


def test_marks_name_their_properties() -> None:
    contents = contents_of(
        document(f"/P /A BDC {TEXT} EMC", Properties=Dictionary(A=Dictionary(MCID=7)))
    )
    assert [key[1] for key in contents.marked] == [7]
    assert faults("/P /B BDC EMC", Properties=Dictionary()) == []


def test_text_belongs_to_the_innermost_number() -> None:
    contents = contents_of(
        document(f"/P <</MCID 0>> BDC /Span BMC {TEXT} EMC EMC /P <</MCID 1>> BDC f EMC")
    )
    one, other = contents.marked.values()
    assert (one.text, one.painted, other.text, other.painted) == ("一", False, "", True)
    contents = contents_of(document(f"/Artifact BMC /P <</MCID 0>> BDC {TEXT} EMC EMC"))
    (item,) = contents.marked.values()
    assert item.problems == {"is marked as an artifact"}
    contents = contents_of(document(f"/OC /L BDC /P <</MCID 0>> BDC {TEXT} EMC EMC"))
    (item,) = contents.marked.values()
    assert item.problems == {"is in a layer that can be switched off"}


@pytest.mark.parametrize("operator", ["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "/S sh"])
def test_every_operator_that_paints(operator: str) -> None:
    assert [code for code, _ in faults(f"0 0 1 1 re {operator}")] == ["loose-drawing"]


@pytest.mark.parametrize(
    ("annotation", "kind"),
    [
        (Dictionary(Subtype=Name.Link), ""),
        (Dictionary(Subtype=Name.Link, AP=Dictionary()), "Link"),
        (Dictionary(Subtype=Name.FreeText), "FreeText"),
        (Dictionary(), "unknown"),
    ],
)
def test_annotations(annotation: Any, kind: str) -> None:
    pdf = document("")
    pdf.pages[0].obj.Annots = Array([annotation])
    sentence = f"has an annotation ({kind}) that may show text of its own over the page."
    assert told(pdf) == ([("annotation", sentence)] if kind else [])


# forms


def with_form(content: str, page: str = "/X Do", **more: Any) -> pikepdf.Pdf:
    pdf = document(page)
    pdf.pages[0].Resources.XObject = Dictionary(
        X=form(pdf, content, Resources=Dictionary(Font=pdf.pages[0].Resources.Font), **more)
    )
    return pdf


MARKED = f"/P <</MCID 0>> BDC {TEXT} EMC"


def test_a_form_is_read_as_part_of_the_page() -> None:
    pdf = with_form(MARKED, "2 0 0 2 0 0 cm q /X Do Q", Matrix=Array([1, 0, 0, 1, 3, 4]))
    contents = contents_of(pdf)
    ((key, item),) = contents.marked.items()
    assert key == (pdf.pages[0].Resources.XObject.X.objgen, 0)
    assert (item.text, item.start, item.size) == ("一", (46, 68), 20)
    assert contents.faults == []


def test_a_form_may_be_a_page_of_the_folded_book() -> None:
    pdf = with_form(MARKED)
    half = (pdf.pages[0].obj.objgen, pdf.pages[0].Resources.XObject.X.objgen)
    contents = Contents({half: FoldedPage(5, 3, (0, 0, 200, 100))})
    contents.read_page(pdf.pages[0], 2)
    (item,) = contents.marked.values()
    assert (item.page, item.folio) == (2, 5)


def test_places_on_a_sheet_are_those_of_the_folded_book() -> None:
    """Of a form alone that is a page of it: not of one within another, nor behind it."""
    other = f"/P <</MCID 1>> BDC {TEXT} EMC"
    pdf = with_form(MARKED, f"q 0.5 0 0 0.5 30 10 cm /X Do Q {other}")
    half = (pdf.pages[0].obj.objgen, pdf.pages[0].Resources.XObject.X.objgen)
    for folds, start in (({half: FoldedPage(5, 3, (0, 0, 200, 100))}, (20, 30)), ({}, (40, 25))):
        contents = Contents(folds)
        contents.read_page(pdf.pages[0], 2)
        first, second = contents.marked.values()
        assert (first.start, first.end) == (start, (start[0] + (10 if folds else 5), start[1]))
        assert (second.start, second.folio) == ((20, 30), 2)


def test_a_form_leaves_the_page_as_it_was() -> None:
    pdf = with_form("/Artifact BMC 5 0 0 5 0 0 cm BT /F 99 Tf 1 1 Td ET EMC")
    pdf.pages[0].Contents = pdf.make_stream(
        b"/P <</MCID 0>> BDC BT /F 10 Tf 20 30 Td /X Do <0001> Tj ET EMC"
    )
    (item,) = contents_of(pdf).marked.values()
    assert (item.start, item.size) == ((20, 30), 10)


def test_a_state_saved_before_a_form_is_restored_behind_it() -> None:
    page = f"q 2 0 0 2 0 0 cm q /X Do Q Q /P <</MCID 0>> BDC {TEXT} EMC"
    (item,) = contents_of(with_form("q 5 0 0 5 0 0 cm", page)).marked.values()
    assert (item.start, item.size) == ((20, 30), 10)


def test_what_stands_outside_the_edges_of_a_form_is_cut_off() -> None:
    (item,) = contents_of(with_form(MARKED, BBox=Array([0, 0, 25, 100]))).marked.values()
    assert item.problems == {"runs off the page"}


def test_a_form_can_neither_close_nor_keep_open_what_is_not_its_own() -> None:
    pdf = with_form("EMC Q", f"q 2 0 0 2 0 0 cm /P <</MCID 0>> BDC /X Do {TEXT} EMC Q")
    contents = contents_of(pdf)
    (item,) = contents.marked.values()
    assert (item.text, item.size) == ("一", 20)
    assert [f.code for f in contents.faults] == ["marks"]
    pdf = with_form("/Artifact BMC q", f"/X Do {TEXT}")
    assert [f.code for f in contents_of(pdf).faults] == ["marks", "loose-text"]


def test_a_form_that_shows_itself() -> None:
    pdf = with_form("/X Do")
    shown = pdf.pages[0].Resources.XObject.X
    shown.Resources = Dictionary(XObject=Dictionary(X=shown))
    assert told(pdf) == [("form-loop", "shows a form that shows itself.")]
    # the same form twice is none
    assert told(with_form("", "/X Do /X Do")) == []


def test_forms_in_forms_have_an_end() -> None:
    def nested(depth: int) -> pikepdf.Pdf:
        pdf = document("/X Do")
        inner = form(pdf, "")
        for _ in range(depth - 1):
            inner = form(pdf, "/X Do", Resources=Dictionary(XObject=Dictionary(X=inner)))
        pdf.pages[0].Resources.XObject = Dictionary(X=inner)
        return pdf

    assert told(nested(16)) == []
    assert [code for code, _ in told(nested(17))] == ["form-loop"]


def test_a_picture_is_paint() -> None:
    pdf = with_form("")
    pdf.pages[0].Resources.XObject.X.Subtype = Name.Image
    assert [code for code, _ in told(pdf)] == ["loose-drawing"]


def test_fonts_are_known_by_their_objects() -> None:
    pdf = document(MARKED, MARKED.replace("<0001>", "<00010002>"))
    contents = contents_of(pdf)
    (found,) = contents.fonts.values()
    assert found.used == {1: ("一", 1), 2: ("二", 2)}
    # direct objects are each for itself
    direct = Dictionary(**{k.lstrip("/"): v for k, v in font(pdf).items()})
    assert contents.font(direct) is not contents.font(direct)
    assert len(contents.fonts) == 3
