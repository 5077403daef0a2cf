"""The proof of fidelity accepts the finished files and catches each way of altering them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import mutate
import pikepdf
import pytest

from zhengben.fonts.faces import FACES
from zhengben.model import Declaration
from zhengben.proof.fidelity import Block, Proof, compare, prove

REFERENCES = {face.key: face.path for face in FACES.values()}


def check(path: Path, declaration: Declaration) -> Proof:
    ids = [line.id for line in declaration.lines]
    return prove(path, declaration.text, ids=ids, references=REFERENCES)


def test_the_finished_files_say_the_canonical_text(
    handout_pdf: Path, book_epub: Path, declaration: Declaration
) -> None:
    assert check(handout_pdf, declaration).failures == ()
    assert check(book_epub, declaration).failures == ()


EDITS: dict[str, Callable[[bytes], bytes]] = {
    "altered": lambda codes: codes[:4] + codes[8:10] + codes[6:],
    "deleted": lambda codes: codes[:4] + codes[6:],
    "inserted": lambda codes: codes[:4] + codes[4:6] + codes[4:],
    "swapped": lambda codes: codes[:4] + codes[6:8] + codes[4:6] + codes[8:],
}


@pytest.mark.parametrize("name", EDITS)
def test_one_character_in_the_pdf(
    name: str, handout_pdf: Path, declaration: Declaration, tmp_path: Path
) -> None:
    path = mutate.edit_codes(handout_pdf, tmp_path / "a.pdf", EDITS[name])
    (failure,) = check(path, declaration).failures
    assert failure.startswith("para-")
    assert "the canonical text reads" in failure


def codes_of(path: Path) -> tuple[str, str]:
    """Return two glyphs of a line of the second page, as in a ToUnicode map."""
    with pikepdf.open(path) as pdf:
        codes = mutate.shown_codes(pdf, 1)[3][1]
    return codes[4:6].hex(), codes[6:8].hex()


def test_a_lie_in_tounicode(handout_pdf: Path, declaration: Declaration, tmp_path: Path) -> None:
    one, other = codes_of(handout_pdf)
    path = mutate.edit_maps(
        handout_pdf, tmp_path / "a.pdf", lambda text: mutate.swap_entries(text, one, other)
    )
    failures = check(path, declaration).failures
    assert any("the canonical text reads" in f for f in failures)
    assert any("does not look like it" in f for f in failures)


def test_a_lie_in_step_with_the_glyphs(
    handout_pdf: Path, declaration: Declaration, tmp_path: Path
) -> None:
    """The text reads right, but the page shows other characters: only the outlines tell."""
    one, other = (bytes.fromhex(code) for code in codes_of(handout_pdf))
    with pikepdf.open(handout_pdf) as pdf:
        for page in pdf.pages:
            content = []
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "TJ":
                    operands = [pikepdf.Array([swap(part, one, other) for part in operands[0]])]
                content.append((operands, operator))
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
        pdf.save(tmp_path / "b.pdf")
    path = mutate.edit_maps(
        tmp_path / "b.pdf",
        tmp_path / "c.pdf",
        lambda text: mutate.swap_entries(text, one.hex(), other.hex()),
    )
    failures = check(path, declaration).failures
    assert not any("the canonical text reads" in f for f in failures)
    assert any("does not look like it" in f for f in failures)


def swap(part: object, one: bytes, other: bytes) -> object:
    if not isinstance(part, pikepdf.String):
        return part
    data = bytes(part)
    pairs = [data[n : n + 2] for n in range(0, len(data), 2)]
    exchange = {one: other, other: one}
    return pikepdf.String(b"".join(exchange.get(pair, pair) for pair in pairs))


def structure(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Dictionary]:
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name(f"/{kind}")
    ]


def retag(kind: str, other: str) -> Callable[[pikepdf.Pdf], None]:
    def edit(pdf: pikepdf.Pdf) -> None:
        structure(pdf, kind)[5 if kind == "P" else 0].S = pikepdf.Name(f"/{other}")

    return edit


def unmarked(pdf: pikepdf.Pdf) -> None:
    content = pdf.pages[1].Contents.read_bytes()
    start = content.index(b"TJ")
    pdf.pages[1].Contents = pdf.make_stream(content + content[content.rindex(b"BT", 0, start) :])


def loose(pdf: pikepdf.Pdf) -> None:
    paragraph = structure(pdf, "P")[5]
    del paragraph.K[-1]


def same_id(pdf: pikepdf.Pdf) -> None:
    structure(pdf, "P")[5].ID = structure(pdf, "P")[6].ID


def reordered(pdf: pikepdf.Pdf) -> None:
    parent = structure(pdf, "P")[8].P
    kids = list(parent.K)
    parent.K = pikepdf.Array([*kids[:3], kids[4], kids[3], *kids[5:]])


def no_tree(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


TREES: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "a paragraph made apparatus": (retag("P", "Note"), "where the canonical text has"),
    "a number made text": (retag("Lbl", "Span"), "the canonical text reads"),
    "the document made apparatus": (retag("Art", "Sect"), "where the canonical text has"),
    "text outside every tag": (unmarked, "outside every tag"),
    "text outside the tree": (loose, "outside the structure tree"),
    "two blocks with one id": (same_id, "two blocks bear the id"),
    "paragraphs in another order": (reordered, "where the canonical text has"),
    "no tree": (no_tree, "no structure tree"),
}


@pytest.mark.parametrize("name", TREES)
def test_structure(name: str, handout_pdf: Path, declaration: Declaration, tmp_path: Path) -> None:
    edit, sentence = TREES[name]
    with pikepdf.open(handout_pdf) as pdf:
        edit(pdf)
        pdf.save(tmp_path / "a.pdf")
    failures = check(tmp_path / "a.pdf", declaration).failures
    assert any(sentence in failure for failure in failures), failures[:3]


def test_actual_text_is_ignored(
    handout_pdf: Path, declaration: Declaration, tmp_path: Path
) -> None:
    with pikepdf.open(handout_pdf) as pdf:
        structure(pdf, "P")[5].ActualText = pikepdf.String("無")
        pdf.save(tmp_path / "a.pdf")
    assert check(tmp_path / "a.pdf", declaration).failures == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("成員國堅信", "成員囯堅信"),
        ("成員國堅信", "成國堅信"),
        ("成員國堅信", "成員國國堅信"),
        ("成員國堅信", "成國員堅信"),
        ("成員國堅信", "成員國 堅信"),
        ("成員國堅信", "</p><p>成員國堅信"),
        ('id="para-6"', 'id="para-66"'),
    ],
)
def test_one_change_in_the_book(
    old: str, new: str, book_epub: Path, declaration: Declaration, tmp_path: Path
) -> None:
    path = mutate.edit_book(book_epub, tmp_path / "a.epub", ".xhtml", old, new)
    failures = check(path, declaration).failures
    assert failures


def test_a_truncated_book_is_told(
    book_epub: Path, declaration: Declaration, tmp_path: Path
) -> None:
    (tmp_path / "a.epub").write_bytes(book_epub.read_bytes()[:5000])
    failures = check(tmp_path / "a.epub", declaration).failures
    assert any("cannot be read" in failure for failure in failures)


def test_the_sentence_says_where() -> None:
    (sentence,) = compare("甲乙丙\n", ["para-1"], [Block("para-1", "甲己丙")])
    assert sentence == (
        "para-1, character 2 (offset 1): the canonical text reads 乙 (U+4E59), "
        "the file 己 (U+5DF1), in “甲乙丙”"
    )
