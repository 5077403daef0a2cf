"""What the proof says of bookmarks, links and their targets, on stand-ins for a file's objects."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from zhengben.proof.pdf_words import _leads, _leads_there, _outlines, _Says, _worded
from zhengben.proof.tree_links import _Tree

WORDS = frozenset(("目錄", "注釋", "注{}", "第{}頁"))
PAGES = {(7, 0): 1, (8, 0): 2}


def line(words: str, label: str = "", number: int | None = None) -> Any:
    return SimpleNamespace(words=words, label=label, number=number)


LINES = {
    "art-1": line("第一條 合作", "第一條"),
    "art-1-para-2": line("二、協商。", "二、", 2),
    "para-3": line("各方協商。", "", 3),
    "title": line("樣本協定"),
}


@pytest.mark.parametrize(
    ("target", "said", "leads"),
    [
        ("note-3", "3", True), ("note-3", " 3 ", True), ("note-3", "4", False),
        ("note-3", "注釋3", True), ("note-3", "別處3", False), ("call-3", "3", True),
        ("author-note-3", "何處", True), ("elsewhere", "何處", True),
        ("art-1", "第一條", True), ("art-1", "第 一 條 合作", True), ("art-1", "第二條", False),
        ("art-1-para-2", "第一條二、", True), ("art-1-para-2", "第一條", True),
        ("art-1-para-2", "第三款", False), ("para-3", "3", True), ("para-3", "4", False),
        ("title", "樣本協定", True), ("title", "附件", False),
    ],
)  # fmt: skip
def test_a_link_leads_where_it_says(target: str, said: str, leads: bool) -> None:
    assert _leads(target, said, LINES, WORDS) is leads


@pytest.mark.parametrize(
    ("words", "number", "told"),
    [("3", "3", True), ("注3", "3", True), ("注4", "3", False), ("第3頁", "3", True),
     ("目錄", "3", True), ("目錄3", "3", True), ("第3", "3", False), ("何處", "3", False)],
)  # fmt: skip
def test_a_link_is_told_by_words_of_the_press(words: str, number: str, told: bool) -> None:
    known = SimpleNamespace(words=WORDS)
    assert _worded(words, number, cast(Any, known)) is told


def says(**begins: tuple[int, float]) -> Any:
    return SimpleNamespace(begins=begins)


def bookmark(page: int, height: float) -> Any:
    place = [SimpleNamespace(objgen=(page, 0)), "/XYZ", 0, height]
    return type("Item", (dict,), {"Dest": place})(**{"/Dest": place})


@pytest.mark.parametrize(
    ("page", "height", "leads"),
    [(7, 700.0, True), (7, 809.0, True), (7, 811.0, False), (8, 700.0, False), (9, 700.0, False)],
)
def test_a_bookmark_leads_to_its_line(page: int, height: float, leads: bool) -> None:
    where = says(title=(1, 700.0))
    assert _leads_there(bookmark(page, height), {"title"}, PAGES, where) is leads
    # one that says what no line says leads where it likes
    assert _leads_there(bookmark(page, height), {"other"}, PAGES, where)
    assert _leads_there(bookmark(page, height), set(), PAGES, where)


def test_what_an_element_says_begins_where_its_first_content_does() -> None:
    def step(number: int, name: str = "", role: str = "P") -> Any:
        return SimpleNamespace(number=number, name=name, role=role)

    def item(text: str, page: int, start: tuple[float, float] | None) -> Any:
        return SimpleNamespace(text=text, page=page, start=start)

    marked = {1: item("甲", 1, (5.0, 70.0)), 2: item("乙", 2, (6.0, 60.0)), 3: item("丙", 2, None)}
    paths = {
        1: (step(10, "art-1"), step(11, "", "TH")),
        2: (step(10, "art-1"), step(12, "art-2", "TD")),
        3: (step(10, "art-1"), step(13, "art-3", "TH")),
    }
    found = _Says(cast(Any, SimpleNamespace(marked=marked)), cast(Any, paths))
    assert found.text == {10: "甲乙丙", 11: "甲", 12: "乙", 13: "丙"}
    assert found.begins == {"art-1": (1, 70.0), "art-2": (2, 60.0)}
    assert found.heads == {"甲", "丙"}


def outline(pdf: pikepdf.Pdf, *titles: Any) -> Any:
    """Return the first of bookmarks side by side; one in a list stands under that before it."""
    made = list[Any]()
    for title in titles:
        if isinstance(title, list):
            made[-1].First = outline(pdf, *title)
            continue
        place = Array([pdf.pages[0].obj, Name.XYZ, 0, 700])
        item = pdf.make_indirect(Dictionary(Title=String(title), Dest=place))
        if made:
            made[-1].Next = item
        made.append(item)
    return made[0]


def test_every_bookmark_is_looked_at_however_deep_it_stands() -> None:
    note = SimpleNamespace(kind="note", value="①")
    lines = tuple(
        SimpleNamespace(words=words, id=name, number=None, marks=(note,) * (name == "art-1"))
        for name, words in (("title", "樣本"), ("art-1", "第一條"), ("art-2", "第二條"))
    )
    group = SimpleNamespace(title="組", first=1)
    told = SimpleNamespace(
        words=frozenset(("目錄",)), documents=[SimpleNamespace(lines=lines, groups=(group,))]
    )
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pages = {pdf.pages[0].obj.objgen: 1}

        def found(*titles: Any, **begins: tuple[int, float]) -> list[str]:
            pdf.Root.Outlines = Dictionary(First=outline(pdf, *titles))
            return [s for _, s in _outlines(pdf, pages, cast(Any, told), says(**begins))]

        good = ("樣\n本", ["第一條①", ["第二條"], "組"], "目錄")
        assert found(*good, title=(1, 700.0)) == []
        # the last of them may stand below others
        assert found("樣本", ["第一條", ["第二條"]]) == []
        assert found(*good[:2], "別處") == ["says “別處”"]
        assert len(found("樣本", ["第一條", ["別處"], "別處"], "別處")) == 3
        (led,) = found(*good, **{"art-2": (1, 70.0)})
        assert "leads elsewhere" in led
        del pdf.Root.Outlines
        assert list(_outlines(pdf, pages, cast(Any, told), says())) == []


def test_the_tree_of_parents_has_what_the_pages_show() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0].obj
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        held = [pdf.make_indirect(Dictionary(S=Name.P, P=root, Pg=page, K=n)) for n in (0, 2)]
        link = pdf.make_indirect(Dictionary(Type=Name.Annot, StructParent=1))
        holder = pdf.make_indirect(
            Dictionary(S=Name.Link, P=root, K=Array([Dictionary(Type=Name.OBJR, Obj=link)]))
        )
        root.K = Array([*held, holder])
        page.StructParents, pdf.Root.StructTreeRoot = 0, root
        nums = [0, Array([held[0], None, held[1]]), 1, holder]

        def faults(nums: list[Any], following: int = 2) -> list[str]:
            root.ParentTree = Dictionary(Nums=Array(nums))
            root.ParentTreeNextKey = following
            return list(_Tree(root).parents(pdf))

        assert faults(nums) == []
        assert faults(nums, 1) == ["the tree of parents is not in its order"]
        assert "not in its order" in faults([*nums[2:], *nums[:2]])[0]
        (told,) = faults([0, Array([held[1], None, held[0]]), *nums[2:]])
        assert told.startswith("the parents of what object")
        assert faults([0, Array([held[0], None, held[1], None]), *nums[2:]]) == []
        assert len(faults([0, Array([held[0], None]), *nums[2:]])) == 1
        (told,) = faults([*nums[:2], 1, held[0]])
        assert told == f"the parent of object {link.objgen[0]} is another"
        assert faults([*nums, 5, held[0]], 6) == ["the tree of parents has more than the file"]
