"""The ledger counts and groups what was decided."""

from __future__ import annotations

import json

from msgspec.structs import replace

from zhengben.conversion.convert import ConvertedCharacter
from zhengben.conversion.ledger import ConversionLedger, ledger_json

DRY = ("干", "乾")
TEXT = (
    ConvertedCharacter("para-1", 0, "國", "国", "character"),
    ConvertedCharacter("para-1", 2, "乾", "乾", "phrase", "乾坤", DRY),
    ConvertedCharacter("para-1", 6, "乾", "干", "character", "", DRY),
    ConvertedCharacter("para-2", 0, "國", "国", "character"),
    ConvertedCharacter("para-2", 1, "乾", "干", "character", "", DRY),
    ConvertedCharacter("para-2", 2, "「", "“", "mark"),
    ConvertedCharacter("para-2", 4, "國", "国", "character"),
)
BACK = (
    ConvertedCharacter("para-1", 6, "干", "幹", "back", "乾"),
    ConvertedCharacter("para-2", 1, "干", "幹", "back", "乾"),
    ConvertedCharacter("para-2", 3, "后", "後", "back", "后"),
)
LEDGER = ConversionLedger(
    document="small",
    origin="zh-Hant",
    script="zh-Hans",
    configuration="t2s",
    canonical_sha256="c" * 64,
    text_sha256="t" * 64,
    lines={"para-1": "國，乾坤以外乾也。", "para-2": "國乾「后國"},
    text=TEXT,
    apparatus=(ConvertedCharacter("rights", 4, "為", "为", "character"),),
    reverse="s2t",
    back=BACK,
)


def test_changes_are_counted() -> None:
    assert LEDGER.changed == 6
    assert LEDGER.counts() == [("國", "国", 3), ("乾", "干", 2), ("「", "“", 1)]
    assert LEDGER.by_rule() == {"character": 5, "phrase": 1, "mark": 1}
    assert list(LEDGER.by_rule()) == ["character", "phrase", "mark"]
    assert LEDGER.back_counts() == [(BACK[0], 2), (BACK[2], 1)]


def test_choices_stand_together_by_what_became_of_them() -> None:
    kept, dry = (TEXT[1], [TEXT[1]]), (TEXT[2], [TEXT[2], TEXT[4]])
    assert LEDGER.choices() == [kept, dry]
    assert replace(LEDGER, text=TEXT[::-1]).choices() == [kept, (TEXT[4], [TEXT[4], TEXT[2]])]


def test_a_context_shows_the_character_among_its_neighbours() -> None:
    assert LEDGER.context(TEXT[2]) == "，乾坤以外【乾】也。"
    assert LEDGER.context(TEXT[0]) == "【國】，乾坤以外"
    assert LEDGER.context(TEXT[2], 1) == "外【乾】也"


def test_each_rule_is_said_in_words() -> None:
    rules = ("sequence", "mark", "form", "particle", "exception", "name", "word", "phrase",
             "character")  # fmt: skip
    everything = replace(
        LEDGER, text=tuple(ConvertedCharacter("a", 0, "國", "国", rule) for rule in rules)
    )
    assert json.loads(ledger_json(everything))["rules"] == {
        "character": "the dictionary's usual form",
        "phrase": "an entry of several characters in the dictionary",
        "word": "the reviewed vocabulary",
        "name": "the reviewed table of names",
        "exception": "an exception with its reason",
        "particle": "着, the particle, where Taiwan writes 著",
        "form": "the form that the standard of the script writes instead of the library's",
        "mark": "punctuation follows the script",
        "sequence": "a character with a variation selector is kept",
    }


def test_the_file_for_machines() -> None:
    data = ledger_json(LEDGER)
    assert data.endswith(b"}\n")
    assert "國" in data.decode()
    assert data.decode().startswith('{\n "document": "small",\n "from": "zh-Hant",\n "to": ')
    printed = json.loads(data)
    assert list(printed) == [
        "document", "from", "to", "converter", "configuration", "segmentation", "standard",
        "canonical_sha256", "text_sha256", "changed", "rules", "text", "apparatus", "reverse",
        "not_reversed",
    ]  # fmt: skip
    assert printed["converter"] == "OpenCC (opencc-python-reimplemented)"
    assert (printed["to"], printed["configuration"]) == ("zh-Hans", "t2s")
    assert (printed["canonical_sha256"], printed["text_sha256"]) == ("c" * 64, "t" * 64)
    assert (printed["changed"], printed["reverse"]) == (6, "s2t")
    assert list(printed["rules"]) == ["character", "phrase", "mark"]
    assert printed["text"] == [
        {"from": "國", "to": "国", "rule": "character", "count": 3,
         "places": {"para-1": [1], "para-2": [1, 5]}},
        {"from": "乾", "to": "乾", "rule": "phrase", "detail": "乾坤", "choices": ["干", "乾"],
         "count": 1, "places": {"para-1": [3]}},
        {"from": "乾", "to": "干", "rule": "character", "choices": ["干", "乾"], "count": 2,
         "places": {"para-1": [7], "para-2": [2]}},
        {"from": "「", "to": "“", "rule": "mark", "count": 1, "places": {"para-2": [3]}},
    ]  # fmt: skip
    assert [row["count"] for row in printed["not_reversed"]] == [2, 1]
    assert printed["apparatus"][0]["places"] == {"rights": [5]}
