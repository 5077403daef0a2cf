"""States with several persons each: none is divided, and no last page is left to a few of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from ruled_metrics import RuledMetrics
from small_documents import Blocks, read_blocks

from zhengben.design.editions import PRINTED
from zhengben.design.wording import WORDS
from zhengben.document.declaration import Declaration
from zhengben.pagination.balancing import balanced
from zhengben.pagination.page_breaker import MadePage, Slug
from zhengben.pagination.pages import SetPage, set_document
from zhengben.typesetting.boxes import SetSignatures
from zhengben.typesetting.rolls import SetRoll

EDITIONS = ["handout", "booklet", "gongwen", "large-print", "vertical"]
NAMES = ["某甲", "某乙丙", "某某·某某", "某丁"]
# a row that holds less than others may leave the last page so much less of its depth
_A_ROW = 0.35


def signed_by(count: int, persons: int, folder: Path, genre: str) -> Declaration:
    """Return a text that so many states sign; 0 persons are two to five in turn."""
    signed, blocks = list[tuple[str, str]](), list[tuple[str, list[str]]]()
    for n in range(1, count + 1):
        names = [NAMES[(n + k) % 4] for k in range(persons or 2 + n % 4)]
        blocks.append(("signatory", [f"第{n}國政府代表團", *names]))
        signed.append((f"第{n}國政府代表團", names[0]))
    around: Blocks = [
        ("title", ["樣本宣言"]),
        ("paragraph", ["各方聲明如下。" * 9]),
        ("paragraph", ["一、擴大合作，共同發展。" * 5]),
        *blocks,
        ("closing", ["二〇二〇年一月一日於某地"]),
    ]
    return replace(read_blocks(folder, around, signed=signed), genre=genre)


def lines_on(page: SetPage) -> list[str]:
    """Return the anchors of the lines of the text on a page."""
    found = list[str]()
    for part in page.parts:
        match part.item:
            case SetRoll(enrolled=lines):
                found += [line.id for line in lines]
            case SetSignatures(places=places):
                found += [line.id for place in places for line in place.signatory.lines]
            case item if (line := getattr(item, "line", None)) is not None:
                found.append(line.id)
    return found


def filled(page: SetPage, edition: str) -> float:
    """Return which share of its depth a page holds."""
    heights = (p.height_pt + p.above_pt * (n > 0) for n, p in enumerate(page.parts))
    return sum(heights) / PRINTED[edition].depth_pt


@pytest.mark.parametrize("persons", [3, 0])
@pytest.mark.parametrize("edition", EDITIONS)
def test_states_hold_together_and_share_out_their_pages(
    edition: str, persons: int, tmp_path: Path
) -> None:
    for count, genre in ((2, "treaty"), (6, "declaration"), (24, "treaty"), (60, "law")):
        text = signed_by(count, persons, tmp_path / f"{count}", genre)
        words = WORDS["zh-Hant"]
        made = set_document(text, PRINTED[edition], RuledMetrics(), words, [("題名", "樣本")])
        pages = made.section("text", "signatures")
        on = [set(lines_on(page)) for page in pages]
        for signatory in text.signatories:
            ids = {line.id for line in signatory.lines}
            assert sum(bool(ids & there) for there in on) == 1, (count, signatory.office.text)
        begun = {s.lines[0].id for s in text.signatories}
        alone = [page for page, there in zip(pages, on, strict=True)
                 if there & begun and there <= set().union(*(
                     {line.id for line in s.lines} for s in text.signatories),
                     {text.closing.id if text.closing else ""})]  # fmt: skip
        # of pages that hold nothing else the last one has no more than a row less
        shares = [filled(page, edition) for page in alone]
        if len(shares) > 1:
            assert max(shares) - shares[-1] <= _A_ROW, (count, shares)
            assert shares[-1] >= 1 / 3, (count, shares)


def slugs(*heights: float, kept: int = -1) -> list[Slug[str]]:
    return [Slug(f"{n}", h, 0.0, n == kept) for n, h in enumerate(heights)]


def names(pages: list[MadePage[str]]) -> list[list[str]]:
    return [[slug.content for slug in page.slugs] for page in pages]


def test_as_many_pages_hold_as_much_as_one_another() -> None:
    signing = slugs(*[10.0] * 7)
    pages = [MadePage(tuple(signing[:4])), MadePage(tuple(signing[4:6])), MadePage((signing[6],))]
    assert names(balanced(pages, signing, 40.0, 10.0)) == [
        ["0", "1", "2"], ["3", "4"], ["5", "6"],
    ]  # fmt: skip


def test_what_goes_on_behind_the_text_gets_a_third_of_a_page() -> None:
    text, signing = slugs(*[10.0] * 5), slugs(*[10.0] * 4)
    pages = [MadePage((*text, *signing[:3])), MadePage((signing[3],))]
    assert names(balanced(pages, signing, 80.0, 10.0))[1] == ["1", "2", "3"]
    # nothing is taken from where it would leave a page blank, or from what it stays with
    short = [MadePage((*text[:1], *signing[:3])), MadePage((signing[3],))]
    assert names(balanced(short, signing, 80.0, 10.0))[1] == ["3"]
    kept = slugs(*[10.0] * 4, kept=1)
    held = [MadePage((*text, *kept[:3])), MadePage((kept[3],))]
    assert names(balanced(held, kept, 80.0, 10.0))[1] == ["1", "2", "3"]
    one = slugs(*[10.0] * 4, kept=2)
    held = [MadePage((*text, *one[:3])), MadePage((one[3],))]
    assert names(balanced(held, one, 80.0, 10.0))[1] == ["1", "2", "3"]


def test_pages_with_notes_stay() -> None:
    from zhengben.pagination.page_breaker import NotePart

    signing = slugs(*[10.0] * 5)
    pages = [MadePage(tuple(signing[:4]), (NotePart("1", 0, 1),)), MadePage((signing[4],))]
    assert balanced(pages, signing, 50.0, 10.0) == pages


def test_a_wide_gap_gives_way_where_all_signatures_then_stand_on_one_page(tmp_path: Path) -> None:
    edition = PRINTED["vertical"]
    declaration = signed_by(3, 2, tmp_path, "treaty")
    document = set_document(declaration, edition, RuledMetrics(), WORDS["zh-Hant"], [])
    signed = [page for page in document.pages if page.section == "signatures"]
    assert len(signed) == 1
    # a gap stays between the states, and below the words above them
    gaps = [part.above_pt for part in signed[0].parts[1:]]
    assert sum(gap == edition.leading_pt for gap in gaps) == 4
    assert max(gaps) == edition.leading_pt
