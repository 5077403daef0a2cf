"""Words of alphabets break at blanks, hyphens, by patterns and at the signs of addresses."""

from __future__ import annotations

import pytest
from ruled_metrics import RuledMetrics

from zhengben.document.western import WESTERN
from zhengben.linebreaking import ComposedLine, ParagraphStyle, compose
from zhengben.linebreaking.characters import cells, clusters
from zhengben.linebreaking.hyphenation import language_of, places
from zhengben.linebreaking.words import pieces

METRICS = RuledMetrics()


def parted(run: str, **more: object) -> str:
    """Show the pieces of a run: ``~`` where a hyphen of ours may stand, else ``|`` and the cost."""
    found = list(pieces(run, hyphenate=True, **more))  # type: ignore[arg-type]
    assert "".join(piece.text for piece in found) == run
    shown = [p.text + ("~" if p.hyphen else f"|{p.cost:g} ") for p in found[:-1]]
    return "".join(shown) + found[-1].text


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("Task Force", "Task |0 Force"),
        ("international law", "in~ter~na~tional |0 law"),
        ("сотрудничества", "со~труд~ни~че~ства"),
        ("διεθνής", "διε~θνής"),
        ("UNESCO McDonald Astana2017", "UNESCO |0 McDonald |0 Astana2017"),
        ("well-being", "well-|3 being"),
        ("Shanghai–Astana", "Shang~hai–|3 As~tana"),
        ("and/or", "and/|3 or"),
        ("e-mail", "e-|3 mail"),
        ("ISO 9001", "ISO |12 9001"),
        ("5 kg", "5 |12 kg"),
        ("5a b", "5a |12 b"),
        ("2016-2021", "2016-|150 2021"),
        ("2016–2021", "2016–|150 2021"),
        ("A/69/723", "A/|150 69/|150 723"),
        ("S/RES/1624(2005)", "S/|150 RES/|150 1624(2005)"),
        ("1:50000 12.5% 1,234.5", "1:50000 |12 12.5% |12 1,234.5"),
        ("https://un.org/a/b?c=d", "https://|2 un.|2 org/|2 a/|2 b?|2 c=d"),
        ("www.sectsco.org", "www.|2 sectsco.|2 org"),
        ("info@sectsco.org", "info@|2 sectsco.|2 org"),
        ("final_text_v2.pdf", "final_|2 text_|2 v2.|2 pdf"),
        ("བོད་སྐད་དང་", "བོད་|0 སྐད་|0 དང་"),
        ("a  b", "a  |0 b"),
        ("state’s", "state’s"),
    ],
)
def test_where_a_run_of_words_may_break(run: str, expected: str) -> None:
    assert parted(run) == expected


def test_a_compound_is_rather_not_broken_twice() -> None:
    costs = {p.cost for p in pieces("Shanghai-Astana", hyphenate=True) if p.hyphen}
    assert costs == {20.0}
    assert {p.cost for p in pieces("Shanghai", hyphenate=True) if p.hyphen} == {12.0}


def test_without_hyphenation_words_are_whole() -> None:
    assert [p.text for p in pieces("international", hyphenate=False)] == ["international"]


@pytest.mark.parametrize(
    ("word", "declared", "language"),
    [
        ("Organization", (), "en_GB"),
        ("Организация", (), "ru_RU"),
        ("Україна", (), "uk_UA"),
        ("Ўзбекістан", (), "be_BY"),
        ("Ελλάδα", (), "el_GR"),
        ("Straße", (), "de_DE"),
        ("España", (), "es"),
        ("français", (), "fr"),
        # letters of several languages, or of one without patterns
        ("Genève", (), ""),
        ("Қазақстан", (), ""),
        ("Genève", ("fr",), "fr"),
        ("Organization", ("fr",), "fr"),
        ("Организация", ("fr",), "ru_RU"),
        ("Организация", ("bg", "fr"), "bg"),
        ("Organization", ("de-AT",), "de_AT"),
        *(
            (word, (tag,), tag)
            for word, tag in (
                ("Ελλάδα", "el"),
                ("Мова", "be"),
                ("Реч", "sr"),
                ("Мова", "uk"),
                ("Хэл", "mn"),
                ("Язык", "ru"),
                ("Език", "bg"),
            )
        ),
        ("Organization", ("xx",), ""),
    ],
)
def test_the_language_of_a_word_is_declared_or_guessed(
    word: str, declared: tuple[str, ...], language: str
) -> None:
    assert language_of(word, declared) == language


def test_capitals_are_no_hindrance() -> None:
    assert places("International") == places("international") == [2, 5, 7]
    assert places("INTERNATIONAL") == []


def test_two_letters_stand_before_a_hyphen_and_three_behind() -> None:
    for word in ("international", "ability", "сотрудничество", "university"):
        assert all(2 <= at <= len(word) - 3 for at in places(word))
    assert places("about") == []
    assert places("(international)") == [at + 1 for at in places("international")]


@pytest.mark.parametrize("sign", "²³°±µ½¼⅓₂⁻€№−–‐")
def test_signs_of_words_are_no_han(sign: str) -> None:
    assert bool(WESTERN.match(sign)) is (sign != "№")


@pytest.mark.parametrize("sign", "甲·—…「」，℃％Ⅳあ가㎡　")
def test_cells_are_no_words(sign: str) -> None:
    assert not WESTERN.match(sign)


def test_what_is_drawn_on_another_has_no_cell() -> None:
    assert cells("葛\U000e0100城") == 2
    assert clusters("e\u0301te ́ x") == ["e\u0301", "t", "e ́ ", "x"]


def said(lines: tuple[ComposedLine, ...]) -> list[str]:
    return ["".join(f.text for f in line.fragments) for line in lines]


def test_a_hyphen_of_ours_stands_last_in_its_line_and_is_no_text() -> None:
    text = "依照international organizations之規定辦理"
    lines = [n for m in (6, 7, 8, 9) for n in compose(text, {}, METRICS, ParagraphStyle(m))]
    hyphens = [line.fragments[-1].text for line in lines if line.fragments[-1].kind == "hyphen"]
    assert set(hyphens) == {"-"}
    for line in lines:
        kinds = [f.kind for f in line.fragments]
        assert "hyphen" not in kinds[:-1]
        shown = "".join(f.text for f in line.fragments if f.kind != "hyphen")
        assert shown == text[line.start : line.end]


def test_words_are_parted_only_where_a_line_would_be_loose() -> None:
    text = "甲" * 9 + "international" + "乙" * 9
    assert said(compose(text, {}, METRICS, ParagraphStyle(9.0))) == [
        "甲" * 9, "international" + "乙" * 2, "乙" * 7,
    ]  # fmt: skip


def test_a_blank_is_no_han_and_starts_no_line() -> None:
    for text in ("甲 乙 " * 12, "第一章 總則 ISO 甲 " * 5):
        for measure in range(4, 12):
            for line in compose(text, {}, METRICS, ParagraphStyle(measure)):
                assert not line.fragments[0].text.startswith(" ")
