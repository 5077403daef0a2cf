"""Joiners spell words of some scripts, and are text there; elsewhere they show nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_documents import write_document
from zhengben.cli.main import main
from zhengben.design.faces import chain_for
from zhengben.emendation.rules import RULES
from zhengben.fonts.chain import prepare_chains
from zhengben.fonts.choice import choose

WORDS = ("می‌خواهم", "ශ්‍රී", "क्‍", "क्‌ष", "ന്‍", "క్‌ష")
# words of many scripts on one line, and figures of Arabic, which run from left to right
MANY = (
    "印地文“क्‍ष”“क्‌ष”“राज्‍य”，馬拉地文“कर्‍हाड”，孟加拉文“র‍্যাব”，尼泊爾文“गर्‌यो”，各依其文字。",
    "僧伽羅文“ශ්‍රී”“ක්‍රමය”，馬拉雅拉姆文“അവന്‍”“ന്‌മ”，卡納達文“ಆರ್‍ಕೆ”，泰盧固文“క్‌ష”，餘類推。",
    "維吾爾文“قۇرۇلتاي”“مەملىكەت‌لىك”“ئەھۋال‍”，阿拉伯文“ه‍”“۱۴۲۵ه‍.ق”，哈薩克文“حالىق‌ارالىق”。",
    "高棉文“ខ្មែរ‌ភាសា”，緬甸文“မြန်‌မာ”，泰米爾文“க்‌ஷ”，古吉拉特文“ક્‍ષ”，奧里亞文“କ୍‌ଷ”，餘類推。",
    "阿拉伯數字“١٤٢٥”“عام ١٤٢٥ هـ”“١٢-١٥”“٣٫٥٪”，波斯數字“۱۴۲۵”“سال ۱۴۲۵ ه‍.ش”，餘類推。",
)
_JOINERS = "\u200c\u200d"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*WORDS, "水", "a", "1", " ", *_JOINERS, "，"]), max_size=9))
def test_what_shows_nothing_is_taken_out_and_nothing_else(pieces: list[str]) -> None:
    text = "".join(pieces)
    gone = [at for at, _ in RULES["invisible"].find(text)]
    assert all(text[at] in _JOINERS for at in gone)
    kept = [at for at, c in enumerate(text) if c in _JOINERS and at not in gone]
    # each that is kept stands behind a letter or sign of a script that joins
    assert all(text[at - 1] > "\u0600" and text[at - 1] not in "水，" + _JOINERS for at in kept)
    assert all(word in text for word in WORDS if word in pieces)
    assert len(kept) >= sum(word.count("\u200c") + word.count("\u200d") for word in pieces
                            if word in WORDS)  # fmt: skip


@pytest.mark.slow  # publishes a document in four editions
@pytest.mark.usefixtures("seldom_validated")
def test_words_with_joiners_are_drawn_as_their_faces_have_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paragraphs = [f"文字有“{word}”一詞，又有“{other}”一詞，各依其文字書寫，並列於此，餘類推。"
                  for word, other in zip(WORDS[::2], WORDS[1::2], strict=True)]  # fmt: skip
    paragraphs += [*MANY]
    write_document(tmp_path / "content", "joined", ["丁城條約"], paragraphs, [])
    folders = ("--content", str(tmp_path / "content"), "--output", str(tmp_path / "dist"))
    editions = [w for e in ("handout", "gongwen", "vertical", "e-reader") for w in ("--edition", e)]
    assert main(["publish", "joined", *editions, *folders]) == 0
    capsys.readouterr()
    main(["check", "joined", "--json", *folders])
    (told,) = json.loads(capsys.readouterr().out)
    codes = [finding["code"] for finding in told["findings"]]
    assert not [code for code in codes if code.startswith(("F-", "L-")) and code != "L-031"], codes


def test_figures_of_arabic_run_from_left_to_right(tmp_path: Path) -> None:
    characters = frozenset("甲١٤٢٥۱۴۲۵هـ ")
    choice = choose(chain_for("serif", "zh-Hant"), characters)
    _, measured = prepare_chains({"a": choice}, {"a": characters}, tmp_path, {})
    ((face, _),) = measured["a"].parts("١٤٢٥")
    for number in ("١٤٢٥", "۱۴۲۵"):
        assert face.glyphs(number).texts == list(number)
    # among words that run leftwards, too
    assert "".join(face.glyphs("ه ١٤٢٥").texts) == "١٤٢٥ ه"
    # a joiner behind the last letter gives it the form of one that goes on
    alone, joined = (face.glyphs(text).numbers for text in ("ه", "ه\u200d"))
    assert alone != joined
    assert len(joined) == 1
