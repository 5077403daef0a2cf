"""Each way in which two texts can differ is told in one clear sentence."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

import pytest

from zhengben.document.declaration import to_json
from zhengben.document.errors import UsageError
from zhengben.proof.extraction import Block, Extraction
from zhengben.proof.fidelity import Difference, Proof, compare, prove

IDS = ("title", "para-1", "para-2", "para-3", "closing")
LINES = (
    "上海合作組織宣言",
    "成員國強調《憲章》具有歷史意義。",
    "成員國支持聯合國安理會改革，尋求一攬子解決方案。",
    "元首們指出，2017-2018年繼續協作，共同應對新威脅。",
    "二〇一七年六月九日",
)
TEXT = "".join(line + "\n" for line in LINES)
Found = list[tuple[str, str]]


def compared(found: Found, ids: tuple[str, ...] | None = IDS) -> list[Difference]:
    return compare(TEXT, Extraction("PDF", tuple(Block(*pair) for pair in found)), ids)


def found(**changed: str) -> Found:
    """Return the text with some paragraphs changed; ``para_1`` stands for ``para-1``."""
    lines = dict(zip(IDS, LINES, strict=True))
    lines.update({key.replace("_", "-"): text for key, text in changed.items()})
    return list(lines.items())


def test_the_text_itself_has_no_differences() -> None:
    assert compared(found()) == []
    assert compared(found(), None) == []


CHARACTERS = {
    "changed": (
        "成員國強調《憲章》具有歴史意義。",
        "para-1, character 12: the canonical text reads 歷 (U+6B77), the PDF reads 歴 (U+6B74): "
        "“…《憲章》具有歷史意義。” against “…《憲章》具有歴史意義。”.",
    ),
    "lost": (
        "成員國強調《憲章》具歷史意義。",
        "para-1, character 11: the PDF lacks 有 (U+6709): "
        "“…調《憲章》具有歷史意義。” against “…調《憲章》具歷史意義。”.",
    ),
    "added": (
        "成員國強調《憲章》具有 歷史意義。",
        "para-1, character 12: the PDF adds SPACE (U+0020): "
        "“…《憲章》具有歷史意義。” against “…《憲章》具有 歷史意義。”.",
    ),
    "swapped": (
        "成員國調強《憲章》具有歷史意義。",
        "para-1, character 4: the PDF has 強調 (U+5F37 U+8ABF) in the order 調強 (U+8ABF U+5F37): "
        "“成員國強調《憲章》具有…” against “成員國調強《憲章》具有…”.",
    ),
}


@pytest.mark.parametrize("kind", CHARACTERS)
def test_a_character(kind: str) -> None:
    text, sentence = CHARACTERS[kind]
    (difference,) = compared(found(para_1=text))
    assert difference.kind == kind
    assert difference.sentence == sentence
    assert (difference.block, difference.paragraph) == ("para-1", 2)
    assert difference.text_offset == len(LINES[0]) + 1 + difference.offset


def test_two_differences_in_one_paragraph_are_two() -> None:
    differences = compared(found(para_2=LINES[2].replace("支持", "支").replace("攬", "欖")))
    assert [d.kind for d in differences] == ["lost", "changed"]
    assert [(d.expected, d.found) for d in differences] == [("持", ""), ("攬", "欖")]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC"])
def test_normal_forms_are_differences(form: str) -> None:
    text = "e\u0301 \uf900，①\n"
    read = unicodedata.normalize(form, text.removesuffix("\n"))
    assert compare(text, Extraction("EPUB", (Block("x", read),)))


PARAGRAPHS: dict[str, tuple[Found, str]] = {
    "lost-paragraph": (
        [pair for pair in found() if pair[0] != "para-2"],
        "para-2: the PDF lacks this paragraph: “成員國支持聯合國安理會改革，尋求一攬子解決方案。”.",
    ),
    "added-paragraph": (
        [*found()[:2], ("extra", "另有一段。"), *found()[2:]],
        "extra: the PDF adds a paragraph after para-1 that the canonical text does not have: "
        "“另有一段。”.",
    ),
    "split": (
        [*found()[:2], ("para-2", LINES[2][:14]), ("", LINES[2][14:]), *found()[3:]],
        "para-2: is split into 2 paragraphs in the PDF, after character 14, “合國安理會改革，”.",
    ),
    "joined": (
        [found()[0], ("para-1", LINES[1] + LINES[2]), *found()[3:]],
        "para-1 and para-2: are joined into one paragraph in the PDF, after character 16, "
        "“》具有歷史意義。”.",
    ),
    "shifted": (
        [found()[0], ("para-1", LINES[1] + LINES[2][:3]), ("para-2", LINES[2][3:]), *found()[3:]],
        "para-1 and para-2: are divided at another place in the PDF; see after character 16, "
        "“》具有歷史意義。”.",
    ),
    "reordered": (
        [found()[0], found()[2], found()[1], *found()[3:]],
        "para-2: out of order; it follows para-1 in the canonical text and title in the PDF.",
    ),
    "id": (
        [found()[0], ("para-7", LINES[1]), *found()[2:]],
        "para-1: in the PDF this paragraph bears the identifier para-7.",
    ),
    "lost-text": ([], "The PDF holds none of the text's 5 paragraphs."),
}


@pytest.mark.parametrize("kind", PARAGRAPHS)
def test_a_paragraph(kind: str) -> None:
    pairs, sentence = PARAGRAPHS[kind]
    (difference,) = compared(pairs)
    assert difference.kind == kind
    assert difference.sentence == sentence


def test_a_paragraph_split_and_altered_is_both() -> None:
    altered = LINES[2].replace("攬", "欖")
    pairs = [*found()[:2], ("para-2", altered[:14]), ("", altered[14:]), *found()[3:]]
    assert {d.kind for d in compared(pairs)} == {"split", "changed"}


def test_a_paragraph_written_anew_is_told_as_such() -> None:
    differences = compared([*found()[:2], ("x", "完全不同。"), *found()[3:]])
    assert [d.kind for d in differences] == ["lost-paragraph", "added-paragraph"]


def test_two_other_paragraphs_that_changed_places_and_a_lost_one() -> None:
    pairs = [found()[0], found()[3], found()[2], found()[4]]
    kinds = [d.kind for d in compared(pairs)]
    assert sorted(kinds) == ["lost-paragraph", "reordered"]


def test_without_identifiers_paragraphs_are_counted() -> None:
    (difference,) = compared(found(para_2=LINES[2] + "！"), None)
    assert difference.sentence.startswith("paragraph 3, character 25: the PDF adds ！ (U+FF01)")


def test_nothing_proves_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        compare("\n", Extraction("PDF", ()), None)
    with pytest.raises(ValueError, match="identifiers"):
        compare(TEXT, Extraction("PDF", ()), ("one",))


def test_any_edit_of_any_text_is_found() -> None:
    """Whatever is done to the paragraphs, a difference is told, and none without reason."""
    chance = random.Random(1)
    for _ in range(300):
        pairs = found()
        for _ in range(chance.randint(1, 3)):
            _disturb(pairs, chance)
        same = pairs == found()
        assert bool(compared(pairs)) is not same
        texts = [text for _, text in pairs]
        assert bool(compared(pairs, None)) is (texts != list(LINES))


def _disturb(pairs: Found, chance: random.Random) -> None:
    at = chance.randrange(len(pairs)) if pairs else 0
    way = chance.randrange(6)
    if not pairs:
        pairs.append(("", "文"))
        return
    name, text = pairs[at]
    cut = chance.randrange(len(text) + 1)
    if way == 0:
        pairs[at] = (name, text[:cut] + chance.choice("國囯 ，") + text[cut:])
    elif way == 1:
        pairs[at] = (name, text[:cut] + text[cut + 1 :])
    elif way == 2:
        del pairs[at]
    elif way == 3:
        pairs.insert(chance.randrange(len(pairs)), pairs.pop(at))
    elif way == 4:
        pairs[at : at + 1] = [(name, text[:cut]), ("", text[cut:])]
    else:
        pairs[at : at + 2] = [(name, "".join(t for _, t in pairs[at : at + 2]))]


def test_a_proof_can_be_written_out(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    path.write_bytes(b"")
    proof = json.loads(to_json(prove(path, TEXT, ids=IDS, references={})))
    assert proof["file"] == "a.epub"
    assert proof["differences"][0]["kind"] == "lost-text"
    assert proof["faults"][0]["code"] == "unreadable"


def test_other_files_cannot_be_proved(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither a PDF, an EPUB nor"):
        prove(tmp_path / "a.txt", TEXT, ids=IDS, references={})


def test_a_file_in_two_scripts_is_proved_once_for_each(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    lines = '<p id="a" xml:lang="zh-Hant">國</p><p id="b" xml:lang="zh-Hans">国</p><p id="c">一</p>'
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{lines}</body></html>'
    path.write_text(page, "utf-8")

    def proof(text: str, *ids: str, language: str = "") -> Proof:
        return prove(path, text, ids=ids, references={}, language=language)

    assert proof("國\n国\n一\n", "a", "b", "c").holds
    # what is in no language belongs to both
    assert proof("國\n一\n", "a", "c", language="zh-Hant").holds
    found = proof("国\n一\n", "b", "c", language="zh-Hans")
    assert found.holds
    assert (found.file, found.medium, found.paragraphs, found.characters) == (
        "a.html",
        "HTML",
        2,
        2,
    )
    assert found.canonical_sha256 == found.extracted_sha256
    found = proof("國\n一\n", "a", "c", language="zh-Hans")
    assert not found.holds
    assert found.failures == tuple(d.sentence for d in found.differences)
    assert found.canonical_sha256 != found.extracted_sha256


def test_a_fault_of_the_file_fails_its_proof_too(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p id="a">國<img/></p></body></html>'
    path.write_text(page, "utf-8")
    found = prove(path, "國\n", ids=("a",), references={})
    assert (found.differences, found.holds) == ((), False)
    assert found.failures == ("a.html shows an element img outside the apparatus.",)


def test_an_edit_in_joined_lines_is_counted_in_its_own() -> None:
    pairs = [found()[0], ("para-1", LINES[1] + LINES[2].replace("攬", "欖")), *found()[3:]]
    joined, changed = compared(pairs)
    assert (joined.kind, joined.block, joined.offset) == ("joined", "para-1", len(LINES[1]))
    assert (changed.block, changed.paragraph, changed.offset) == ("para-2", 3, 17)
    assert changed.sentence.startswith("para-2, character 18: ")
    assert changed.text_offset == len(LINES[0]) + len(LINES[1]) + 2 + 17


def test_where_a_paragraph_was_added() -> None:
    (added,) = compared([("x", "另有一段。"), *found()])
    assert added.sentence.startswith("x: the PDF adds a paragraph before the text begins that")
    assert (added.text_offset, added.offset, added.paragraph, added.block) == (0, 0, 0, "x")
    (added,) = compared([found()[0], ("x", "另有一段。"), *found()[1:]])
    assert added.sentence.startswith("x: the PDF adds a paragraph after title that")
    assert (added.text_offset, added.offset, added.paragraph) == (len(LINES[0]) + 1, 0, 0)
    (added,) = compared([*found(), ("", "另有一段。")])
    told = "a paragraph without identifier: the PDF adds a paragraph after closing that"
    assert added.sentence.startswith(told)
    assert (added.text_offset, added.found, added.expected) == (len(TEXT), "另有一段。", "")


def test_where_a_paragraph_was_moved() -> None:
    moved = compared([found()[1], found()[0], *found()[2:]])
    assert [d.sentence for d in moved] == [
        "title: out of order; it follows nothing in the canonical text and para-1 in the PDF."
    ] or [d.sentence for d in moved] == [
        "para-1: out of order; it follows title in the canonical text and nothing in the PDF."
    ]
    pairs = [("", text) for _, text in found()]
    pairs.insert(1, pairs.pop(3))
    (difference,) = compared(pairs, None)
    assert difference.sentence == (
        "paragraph 4: out of order; it follows paragraph 3 in the canonical text and "
        "“上海合作組織宣言” in the PDF."
    )


def test_characters_that_are_not_seen_are_told_by_their_names() -> None:
    for character, told in (
        ("\u3000", "IDEOGRAPHIC SPACE (U+3000)"), ("\ufe00", "VARIATION SELECTOR-1 (U+FE00)"),
        ("\u200b", "ZERO WIDTH SPACE (U+200B)"), ("\x07", "a control character (U+0007)"),
        ("！", "！ (U+FF01)"),
    ):  # fmt: skip
        (difference,) = compared(found(closing=LINES[4] + character))
        assert f"the PDF adds {told}: " in difference.sentence


def test_a_paragraph_without_its_identifier() -> None:
    (difference,) = compared([*found()[:4], ("", LINES[4])])
    assert difference.sentence == "closing: in the PDF this paragraph bears no identifier."
    assert (difference.expected, difference.found, difference.kind) == ("closing", "", "id")


def test_where_a_text_was_lost() -> None:
    (lost,) = compared([])
    assert (lost.block, lost.paragraph, lost.offset, lost.text_offset) == ("title", 1, 0, 0)
    assert (lost.expected, lost.found) == (LINES[0], "")


def test_long_edits_are_told_by_their_beginning() -> None:
    (added,) = compared(found(closing=LINES[4] + "甲" * 50))
    assert f"the PDF adds {'甲' * 40} (U+7532 " in added.sentence
    assert added.found == "甲" * 50


def test_where_a_paragraph_was_lost() -> None:
    (lost,) = compared([found()[0], *found()[2:]])
    assert (lost.kind, lost.block, lost.paragraph, lost.offset) == (
        "lost-paragraph",
        "para-1",
        2,
        0,
    )
    assert (lost.text_offset, lost.expected, lost.found) == (len(LINES[0]) + 1, LINES[1], "")
