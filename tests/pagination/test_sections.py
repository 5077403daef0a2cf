"""Each section begins a page, and a page of any section says what it begins with."""

from __future__ import annotations

from pathlib import Path

import pytest
from genre_documents import Sample, sample_document
from marked_documents import write_marked
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks, instruments, read_blocks

from zhengben.design.editions import EDITIONS, PrintEdition
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.pagination.pages import SetDocument, set_document
from zhengben.source.source import Source

FACTS = [("題名", "樣本")]
WORDS_ABOVE = "以昭信守。"


def set_small(declaration: Declaration, facts: list[tuple[str, str]] = FACTS) -> SetDocument:
    """Set a document on pages of sixteen lines of 24 em."""
    edition = EDITIONS["handout"]
    assert isinstance(edition, PrintEdition)
    small = replace(edition, lines=16, measure_em=24)
    return set_document(declaration, small, RuledMetrics(), WORDS["zh-Hant"], facts)


def signed(words: list[str], folder: Path) -> Declaration:
    """Return an agreement with these words above six signatures."""
    people = [(f"{state}國全權代表", f"某{state}") for state in "甲乙丙丁戊己"]
    blocks: Blocks = [
        ("title", ["樣本協定"]),
        ("preamble", ["各方議定如下："]),
        ("article", ["第一條 各方合作。"]),
        ("testimonium", words),
        *(("signatory", list(pair)) for pair in people),
    ]
    return read_blocks(folder, blocks, signed=people, register=instruments(1))


@pytest.mark.parametrize(("words", "stand"), [(1, True), (6, True), (7, False)])
def test_words_of_two_fifths_of_a_page_stand_above_their_signatures(
    words: int, stand: bool, tmp_path: Path
) -> None:
    document = set_small(signed([WORDS_ABOVE] * words, tmp_path))
    kinds = [part.kind for part in document.section("signatures")[0].parts]
    assert kinds == ["paragraph"] * words * stand + ["signatures"]
    text = [part.kind for page in document.section("text") for part in page.parts]
    assert text.count("paragraph") == 2 + words * (not stand)


def test_words_that_call_a_note_stand_before_the_pages_of_signatures(tmp_path: Path) -> None:
    document = set_small(signed(["依《第1號公約》簽字，", WORDS_ABOVE], tmp_path))
    (page,) = document.section("signatures")
    assert [part.kind for part in page.parts] == ["signatures"]


def test_a_colophon_that_a_page_can_hold_is_not_divided(tmp_path: Path) -> None:
    declaration = signed(["依《第1號公約》簽字。"], tmp_path)
    begins = list[int]()
    for count in range(1, 20):
        document = set_small(declaration, [(f"事項{n}", "值") for n in range(count)])
        pages = [[part.kind for part in page.parts] for page in document.section("apparatus")]
        (holding,) = [n for n, kinds in enumerate(pages) if "fact" in kinds]
        assert pages[holding].count("fact") == count
        begins.append(holding)
    # behind the table of instruments, or on a page of its own
    assert begins == sorted(begins)
    assert set(begins) == {0, 1}


def test_a_colophon_that_goes_on_is_named_on_each_page(tmp_path: Path) -> None:
    facts = [(f"事項{n}", f"值{n}") for n in range(60)]
    document = set_small(signed([WORDS_ABOVE], tmp_path), facts)
    count = len(document.section("apparatus"))
    assert count == 3
    assert [b.apparatus for b in document.breaks()] == ["", "", *["colophon"] * count]
    shown = [part for page in document.section("apparatus") for part in page.parts]
    assert [part.kind for part in shown] == ["heading", *["fact"] * 60]


@pytest.mark.parametrize("annex", [False, True])
@pytest.mark.parametrize("words", ["（此件公開發布）", "注：水指地表水。"])
def test_words_behind_the_date_stand_on_its_page(words: str, annex: bool, tmp_path: Path) -> None:
    lines = [
        ("title", "丁城水務局關於用水的通知"),
        ("addressee", "各局："),
        ("paragraph", "請節約用水。"),
        ("signature", "丁城水務局"),
        ("closing", "2001年2月3日"),
        ("remark", words),
        *([("annex", "附件：用水表"), ("paragraph", "水表。")] if annex else []),
    ]
    sample = Sample(tuple(lines))  # type: ignore[arg-type]
    folder = sample_document(tmp_path, "notice", "official-document", sample)
    pages = set_small(Source.open(folder).read()[0]).section("text")
    stand = [[getattr(part.item, "line", None) for part in page.parts] for page in pages]
    assert words in [line.text for line in stand[0] if line]
    assert len(pages) == 1 + annex


def test_calls_of_the_author_have_anchors(tmp_path: Path) -> None:
    blocks: Blocks = [
        ("title", ["樣本協定"]),
        ("article", ["第1條 ^em{單位}^note{1}以所列為準，又^note{2}。"]),
        ("author-note", ["1 指公尺。", "2 指公斤。"]),
    ]
    document = set_small(Source.open(write_marked(tmp_path, blocks)).read()[0])
    assert document.author_calls() == {
        "author-note-1": "art-1-mark-2", "author-note-2": "art-1-mark-3",
    }  # fmt: skip
    assert document.behind == {"author-note-1": "art-1", "author-note-2": "author-note-1"}


@pytest.mark.parametrize(("lines", "begins_page"), [(1, False), (2, False), (60, True)])
def test_an_annex_behind_few_signatures_goes_on_where_it_needs_no_page_more(
    lines: int, begins_page: bool, tmp_path: Path
) -> None:
    people = [("甲國代表", "某甲"), ("乙國代表", "某乙")]
    blocks: Blocks = [
        ("title", ["樣本協定"]),
        ("preamble", ["雙方議定如下："]),
        ("testimonium", [WORDS_ABOVE]),
        *(("signatory", list(pair)) for pair in people),
        ("annex", ["附件一"]),
        ("paragraph", [f"第{n}行。" for n in range(lines)]),
    ]
    edition = EDITIONS["handout"]
    assert isinstance(edition, PrintEdition)
    declaration = read_blocks(tmp_path, blocks, signed=people)
    made = set_document(declaration, edition, RuledMetrics(), WORDS["zh-Hant"], FACTS)
    pages = [[getattr(p.item, "line", None) for p in page.parts] for page in made.section("text")]
    shown = [line.text for page in pages for line in page if line]
    assert shown.count("附件一") == 1
    assert [said for said in shown if said.startswith("第")] == [f"第{n}行。" for n in range(lines)]
    # each stands once, whole
    parts = [part for page in made.section("text") for part in page.parts]
    assert {(p.first, p.last) for p in parts if getattr(p.item, "line", None)} == {(0, 1)}
    # three lines are left blank between the texts
    above = [
        p.above_pt for p in parts if getattr(getattr(p.item, "line", None), "role", "") == "annex"
    ]
    assert above == [0.0 if begins_page else round(3 * edition.leading_pt, 3)]
    begun = [page[0] is not None and page[0].text == "附件一" for page in pages]
    assert any(begun) is begins_page
