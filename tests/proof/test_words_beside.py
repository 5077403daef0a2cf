"""The words of a PDF beside its text, and where its links and destinations lead."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from zhengben.proof import pdf_words
from zhengben.proof.extraction import Fault
from zhengben.proof.pdf_words import (
    Told,
    _artifacts,
    _destinations,
    _heads,
    _identifier,
    _kinds,
    _leads,
    _leads_there,
    _links,
    _names,
    _outlines,
    _plain,
    _same_place,
    _worded,
    strange_words,
)


def line(name: str, words: str, role: str = "paragraph", label: str = "", number: int = 0) -> Any:
    return SimpleNamespace(id=name, words=words, role=role, label=label, number=number, marks=())


LINES = (
    line("title", "樣本協定", "title"), line("sec-1", "第一章", "heading"),
    line("art-1", "第一條 合作", "article", "第一條"), line("annex-1", "附件", "annex"),
)  # fmt: skip


def declared(lines: tuple[Any, ...] = LINES, short: str = "協定", **more: Any) -> Any:
    return SimpleNamespace(lines=lines, short_title=short, groups=(), **more)


def told(declaration: Any = None, **more: Any) -> Any:
    return Told(declaration or declared(), frozenset(("目錄", "注{}")), **more)


def test_all_documents_of_a_file_are_known() -> None:
    first, other = declared(), declared(short="协定")
    both = told(first, others=(other,))
    assert both.documents == (first, other)
    assert both.lines == {row.id: row for row in LINES}


def test_what_a_running_head_may_be() -> None:
    assert _heads(told()) == {
        "協定", "第一章", "附件", "協定\u3000", "協定\u3000第一章", "協定\u3000附件"}  # fmt: skip
    mixed = declared(short="協定 عهد", lines=(line("sec-1", "章", "heading"),))
    assert _heads(told(mixed)) == {
        "協定 عهد", "協定 عهد\u3000", "章", "協定 عهد\u3000章", "協定 …", "協定 …\u3000",
        "協定 …\u3000章",
    }  # fmt: skip
    assert "协定" in _heads(told(others=(declared(short="协定"),)))
    assert "" not in _heads(told(declared(short="")))


def artifacts(*said: str, page: int = 2, folds: Any = None, heads: Any = ()) -> Any:
    drawn = [SimpleNamespace(number=n, artifacts={}) for n in (1, 2)]
    drawn[page - 1].artifacts = dict(enumerate(said))
    contents = SimpleNamespace(drawn=drawn, folds=folds or {})
    says = SimpleNamespace(heads=set(heads))
    return list(_artifacts(cast(Any, contents), told(), cast(Any, says)))


def test_artifacts_are_heads_folios_and_leaders() -> None:
    for said in (
        "2",
        "— 2 —",
        "協定",
        "第一章",
        "協定\u3000第一章",
        "…",
        "………",
        "協定\u3000第…",
        "協…",
    ):
        assert artifacts(said) == [], said
    for said in (
        "1",
        "3",
        "— 3 —",
        "第2頁",
        "章…",
        "協定第一章",
        "協定.",
        "…協定",
        "其他",
        "12",
        "",
    ):
        assert artifacts(said) == [("page 2", f"shows “{said}” beside the text")], said
    assert artifacts("1", page=1) == []
    assert artifacts("1", "2", "其他", page=1) == [
        ("page 1", "shows “2” beside the text"), ("page 1", "shows “其他” beside the text"),
    ]  # fmt: skip
    assert artifacts("其他", heads=["其他"]) == []
    assert artifacts("其他", "其…", heads=["其他"]) == [("page 2", "shows “其…” beside the text")]


def test_heads_of_columns_may_be_cut() -> None:
    drawn = [SimpleNamespace(number=1, artifacts={1: "其他", 2: "其…"})]
    contents = SimpleNamespace(drawn=drawn, folds={})
    known, nothing = told(heads=frozenset(("其他",))), SimpleNamespace(heads=set())
    assert list(_artifacts(cast(Any, contents), known, cast(Any, nothing))) == []


def test_sides_of_sheets_bear_the_numbers_of_their_pages() -> None:
    folds = {n: SimpleNamespace(folio=folio, side=side)
             for n, (folio, side) in enumerate([(8, 1), (1, 1), (2, 2), (5, 2)])}  # fmt: skip
    # the third page of the book is on the second side, the last on the first
    for said, page, strange in (
        ("1", 1, False), ("4", 1, False), ("2", 1, True), ("3", 1, True),
        ("2", 2, False), ("3", 2, False), ("4", 2, True), ("1", 2, True), ("5", 2, True),
    ):  # fmt: skip
        assert bool(artifacts(said, page=page, folds=folds)) is strange, (said, page)


def place(pdf: pikepdf.Pdf, page: int = 0, height: float = 700, *, element: Any = None) -> Any:
    return Array([element if element is not None else pdf.pages[page].obj, Name.XYZ, 0, height])


@pytest.fixture
def pdf() -> Any:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.add_blank_page()
        yield made


def pages(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}


def says(text: dict[int, str] | None = None, **begins: tuple[int, float]) -> Any:
    return SimpleNamespace(text=text or {}, begins=begins, heads=set())


def test_names_of_destinations(pdf: pikepdf.Pdf) -> None:
    assert _names(pdf) == {}
    pdf.Root.Names = Dictionary()
    assert _names(pdf) == {}
    pdf.Root.Names.Dests = Dictionary(Names=Array([String("a"), 1, String("b"), 2]))
    assert _names(pdf) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("page", "height", "found"),
    [
        (0, 700, []), (0, 590, []), (0, 810, []),
        (0, 589, ["lies on page 1, away from what it names"]),
        (0, 811, ["lies on page 1, away from what it names"]),
        (1, 700, ["lies on page 2, away from what it names"]),
    ],
)  # fmt: skip
def test_a_destination_lies_where_its_line_begins(
    page: int, height: float, found: list[str], pdf: pikepdf.Pdf
) -> None:
    names = [String("art-1"), place(pdf, page, height), String("other"), place(pdf, 1, 0)]
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(names)))
    where = says(**{"art-1": (1, 700.0)})
    assert list(_destinations(pdf, pages(pdf), where)) == [
        ("the destination art-1", sentence) for sentence in found
    ]


def test_a_destination_on_a_page_of_nobody_is_told(pdf: pikepdf.Pdf) -> None:
    names = [String("art-1"), Array([Dictionary(), Name.XYZ, 0, 700])]
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array(names)))
    assert list(_destinations(pdf, pages(pdf), says(**{"art-1": (1, 700.0)}))) == [
        ("the destination art-1", "lies on page 0, away from what it names")
    ]
    item = Dictionary(Dest=names[1])
    assert not _leads_there(item, {"art-1"}, pages(pdf), says(**{"art-1": (1, 700.0)}))


def test_a_destination_of_the_second_edition_leads_to_its_element(pdf: pikepdf.Pdf) -> None:
    element = pdf.make_indirect(Dictionary(ID=String("art-1")))
    nobody = pdf.make_indirect(Dictionary())
    where = says(**{"art-1": (1, 700.0)})
    other = "leads to another element than it names"

    def found(at: Any, inner: Any, name: str = "art-1") -> list[tuple[str, str]]:
        names = Array([String(name), Dictionary(D=at, SD=inner)])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        return list(_destinations(pdf, pages(pdf), where))

    assert found(place(pdf), place(pdf, element=element)) == []
    assert found(place(pdf), place(pdf, element=nobody)) == [("the destination art-1", other)]
    assert found(place(pdf), place(pdf, element=element), "art-2") == [
        ("the destination art-2", other)
    ]
    assert found(place(pdf), place(pdf, height=699, element=element)) == [
        ("the destination art-1", other)
    ]
    assert found(place(pdf, 1), place(pdf, element=element)) == [
        ("the destination art-1", "lies on page 2, away from what it names")
    ]
    action = Dictionary(D=place(pdf), SD=place(pdf, element=element))
    assert _identifier(action) == "art-1"
    assert _same_place(action)
    action.D[2] = 1
    assert not _same_place(action)


def test_a_bookmark_of_the_second_edition_leads_to_its_element(pdf: pikepdf.Pdf) -> None:
    element = pdf.make_indirect(Dictionary(ID=String("art-1")))
    where = says(**{"art-1": (1, 700.0)})

    def leads(at: Any, inner: Any, named: set[str]) -> bool:
        item = Dictionary(A=Dictionary(D=at, SD=inner))
        return _leads_there(item, named, pages(pdf), where)

    assert leads(place(pdf), place(pdf, element=element), {"art-1"})
    assert leads(place(pdf), place(pdf, element=element), set())
    assert not leads(place(pdf), place(pdf, element=element), {"art-2"})
    assert not leads(place(pdf), place(pdf, height=1, element=element), {"art-1"})
    assert not leads(place(pdf, 1), place(pdf, element=element), {"art-1"})


def test_a_title_is_the_same_in_several_rows_and_with_calls() -> None:
    assert _plain("樣\n本①", {"①"}) == "樣本"
    assert _plain("樣本①②", {"①", "②"}) == "樣本"
    assert _plain("樣本①", set()) == "樣本①"


def test_bookmarks_lead_to_the_first_line_of_their_group(pdf: pikepdf.Pdf) -> None:
    lines = (line("para-1", "甲", number=1), line("para-2", "乙", number=2), line("para-3", "丙"))
    group = SimpleNamespace(title="組", first=2)
    known = told(SimpleNamespace(lines=lines, short_title="", groups=(group,)))
    where = says(**{"para-1": (1, 700.0), "para-2": (2, 100.0)})
    for page, height, strange in ((0, 700, True), (1, 100, False)):
        item = pdf.make_indirect(Dictionary(Title=String("組"), Dest=place(pdf, page, height)))
        pdf.Root.Outlines = Dictionary(First=item)
        found = list(_outlines(pdf, pages(pdf), known, where))
        sentence = ("the outline", "leads elsewhere than it says, “組”")
        assert found == ([sentence] if strange else [])
    pdf.Root.Outlines = Dictionary()
    assert list(_outlines(pdf, pages(pdf), known, where)) == []
    # one that leads to itself has an end
    item.Next, item.Title = item, String("其他")
    pdf.Root.Outlines = Dictionary(First=item)
    assert len(list(_outlines(pdf, pages(pdf), known, where))) == 10_000


def link(pdf: pikepdf.Pdf, target: str, words: str, kind: str = "OBJR") -> Any:
    annotation = Dictionary(Dest=String(target), Contents=String(words))
    reference = Dictionary(Type=Name(f"/{kind}"), Obj=annotation, Pg=pdf.pages[1].obj)
    return pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, K=Array([0, reference])))


@pytest.mark.parametrize(
    ("target", "said", "words", "found"),
    [
        ("art-1", "第一條", "art-1", []),
        ("art-1", "第二條", "art-1", ["has a link, “第二條”, that leads to “art-1”"]),
        ("art-1", "此處", "art-1", []),
        ("art-1", "目錄", "art-1", []), ("art-1", "目錄12", "art-1", []),
        ("art-1", "組", "art-1", []), ("art-1", "組3", "art-1", []),
        ("art-1", "3", "art-1", ["has a link, “3”, that leads to “art-1”"]),
        ("art-9", "第一條", "art-9", ["has a link to “art-9”, which is nowhere"]),
        ("art-1", "第一條", "第一條", ["has a link to art-1 that is told as “第一條”"]),
        ("art-1", "第一條", "1", []), ("art-1", "第一條", "注1", []),
        ("art-1", "第一條", "注2", ["has a link to art-1 that is told as “注2”"]),
        ("art-9", "第一條", "何處", ["has a link to “art-9”, which is nowhere",
                                  "has a link to art-9 that is told as “何處”"]),
    ],
)  # fmt: skip
def test_links_lead_where_they_say(
    target: str, said: str, words: str, found: list[str], pdf: pikepdf.Pdf
) -> None:
    names = Array([String("art-1"), place(pdf)])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
    element = link(pdf, target, words)
    pdf.make_indirect(Dictionary(Type=Name.Other, K=element.K))
    pdf.make_indirect(Dictionary(Type=Name.StructElem, K=5))
    pdf.make_indirect(Array([1]))
    link(pdf, "art-7", "nothing", "MCR")
    group = SimpleNamespace(title="組", first=1)
    known = told(
        SimpleNamespace(lines=LINES, short_title="", groups=(group,)), places={"art-1": "此處"}
    )
    where = says({element.objgen[0]: said})
    assert list(_links(pdf, pages(pdf), known, where)) == [("page 2", told) for told in found]


def test_a_link_without_words_says_nothing(pdf: pikepdf.Pdf) -> None:
    names = Array([String("art-1"), place(pdf)])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
    element = link(pdf, "art-1", "art-1")
    element.K[1].Pg = Dictionary()
    found = list(_links(pdf, pages(pdf), told(), says()))
    assert found == [("page 0", "has a link, “”, that leads to “art-1”")]


WORDS = frozenset(("目錄", "注{}", "第{}頁"))


def test_words_of_the_press_tell_a_link() -> None:
    known = SimpleNamespace(words=WORDS)
    for words, number, is_told in (
        ("注注3", "3", False), ("第3", "3", False), ("3頁", "3", False), ("第33頁", "3", False),
        ("3目錄", "3", False), ("目錄3", "3", True), ("", "3", False), ("注", "", True),
    ):  # fmt: skip
        assert _worded(words, number, cast(Any, known)) is is_told, words


@pytest.mark.parametrize(
    ("target", "said", "leads"),
    [
        ("art-1-para-2", "附件", False),
        ("annex-1-para-2", "附件", True),
        ("annex-1-para-2", "件", False),
        ("art-1", "合作", False),
        ("para-1", "甲、乙", True),
        ("para-1", "甲", True),
        ("para-1", "乙", False),
        ("call-12", "2", False),
    ],
)
def test_a_link_leads_to_what_it_names(target: str, said: str, leads: bool) -> None:
    lines = {
        "annex-1": line("annex-1", "附件", label="附件"), "annex-1-para-2": line("x", "丙"),
        "art-1": line("art-1", "第一條 合作", label="第一條"), "art-1-para-2": line("y", "丁"),
        "para-1": line("para-1", "甲、乙"),
    }  # fmt: skip
    assert _leads(target, said, lines, WORDS) is leads


def test_headings_are_told_as_headings(pdf: pikepdf.Pdf) -> None:
    def element(name: str, tag: str) -> None:
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), ID=String(name)))

    for name, tag in (("title", "H1"), ("sec-1", "H2"), ("annex-1", "H2"), ("art-1", "P")):
        element(name, tag)
    pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div))
    pdf.make_indirect(Dictionary(Type=Name.Other, S=Name.Div, ID=String("art-1")))
    pdf.make_indirect(Array([1]))
    assert list(_kinds(pdf, told())) == []
    element("sec-1", "P")
    element("art-1", "H2")
    element("other", "Div")
    assert list(_kinds(pdf, told())) == [
        ("the structure", "has a heading as “/P”"), ("the structure", "has a article as “/H2”"),
    ]  # fmt: skip
    assert list(_kinds(pdf, told(others=(declared(),)))) == []


@pytest.mark.parametrize(
    ("role", "tag", "strange"),
    [
        ("title", "P", True),
        ("annex", "P", True),
        ("paragraph", "H", True),
        ("item", "H2", True),
        ("cell", "H2", True),
        ("name", "H2", True),
        ("office", "H2", True),
        ("closing", "H2", True),
        ("figure", "H2", False),
        ("preamble", "H2", False),
        ("heading", "H6", False),
    ],
)
def test_each_role_has_its_kind(role: str, tag: str, strange: bool, pdf: pikepdf.Pdf) -> None:
    pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), ID=String("a")))
    known = told(declared((line("a", "甲", role),)))
    told_of = [("the structure", f"has a {role} as “/{tag}”")] if strange else []
    assert list(_kinds(pdf, known)) == told_of


def test_all_that_lies_beside_is_looked_at_in_one_order(
    pdf: pikepdf.Pdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = dict[str, tuple[Any, dict[str, Any]]]()
    names = ["_artifacts", "_outlines", "_links", "_destinations", "_kinds", "strange_rules",
             "strange_sides", "strange_artifacts", "strange_labels", "strange_languages",
             "strange_attachments", "strange_packet"]  # fmt: skip

    def stand_in(name: str) -> Any:
        def found(*args: Any, **more: Any) -> list[tuple[str, str]]:
            asked[name] = args, more
            return [("the file", f"is strange by {name}")]

        return found

    for name in names:
        monkeypatch.setattr(pdf_words, name, stand_in(name))
    tree = SimpleNamespace(paths={((1, 0), 0): (SimpleNamespace(number=1, name="", role="TH"),)})
    trees = list[Any]()
    monkeypatch.setattr(pdf_words, "StructureTree", lambda *args: trees.append(args) or tree)
    pdf.Root.StructTreeRoot = root = pdf.make_indirect(Dictionary())
    marked = {((1, 0), 0): SimpleNamespace(text="頭", page=1, start=None)}
    contents = cast(Any, SimpleNamespace(marked=marked))
    known = told(declared(script="zh-Hant"), tags=frozenset(("en",)), changes=True)
    found = list(strange_words(pdf, contents, known))
    assert found == [
        Fault("strange", "the file", f"The file is strange by {name}.") for name in names
    ]
    assert trees == [(root, marked, {p.obj.objgen: n for n, p in enumerate(pdf.pages, 1)})]
    assert asked["strange_rules"] == ((contents, tree.paths), {"changes": True})
    assert asked["strange_artifacts"] == ((contents, frozenset(("頭",))), {})
    assert asked["strange_languages"] == ((pdf, "zh-Hant", frozenset(("en",))), {})
    assert asked["strange_packet"] == ((pdf, "zh-Hant"), {})
    assert asked["strange_attachments"] == ((pdf, known.declaration), {})
    merged = told(declared(script="zh-Hant"), merged=True)
    without = [name for name in names if name != "strange_sides"]
    assert [f.sentence for f in strange_words(pdf, contents, merged)] == [
        f"The file is strange by {name}." for name in without
    ]
