"""A small document in other scripts: what follows the text, what stays, what comes back."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.small_documents import small_document
from zhengben.conversion.declarations import in_script, noun_in_script
from zhengben.conversion.reviewed import Reviewed, Ruling
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError, UsageError
from zhengben.document.lines import Line

BARE = Reviewed((), {}, Path("names.toml"))
PARAGRAPHS = (
    "各國乾燥，重申《聯合國憲章》及《關於〈憲章〉的《決定》》，其中「國」與“國”並存。",
    "皇后與後面。",
)
REGISTER = """
[[instrument]]
id = "charter"
title = "聯合國憲章"
[[instrument.event]]
date = 1945-06-26
place = "舊金山"
act = "簽署"
"""


@functools.cache
def document() -> Declaration:
    with tempfile.TemporaryDirectory() as folder:
        return small_document(
            Path(folder), PARAGRAPHS, title="國家宣言", signatories=[("甲國代表", "陳後")],
            register=REGISTER,
        )  # fmt: skip


def changed(signatory: str = "陳後", reviewed: Reviewed = BARE) -> Declaration:
    found, _ = in_script(document(), "zh-Hans", reviewed)
    return found


def test_in_its_own_script_a_document_stays() -> None:
    assert in_script(document(), "zh-Hant", BARE) == (document(), None)
    with pytest.raises(UsageError, match="no script"):
        in_script(document(), "zh-Latn", BARE)


def test_text_and_apparatus_follow() -> None:
    declaration, ledger = in_script(document(), "zh-Hans", BARE)
    assert ledger is not None
    assert declaration.script == "zh-Hans"
    assert declaration.paragraphs[0].text == (
        "各国干燥，重申《联合国宪章》及《关于〈宪章〉的〈决定〉》，其中“国”与“国”并存。"
    )
    assert declaration.title_lines == ("国家宣言",)
    assert declaration.short_title == "国家宣言"
    assert declaration.organ == "某会议"
    assert declaration.rights == "为试验而作，属于公有领域。"
    assert declaration.instruments[0].title == "联合国宪章"
    assert declaration.instruments[0].events[0].place == "旧金山"
    (signatory,) = declaration.signatories
    assert (signatory.office.text, signatory.name.text) == ("甲国代表", "陈后")
    assert signatory.person == "陈后"
    assert [m.quote for m in declaration.mentions if m.instrument == "charter"] == [
        "《联合国宪章》"
    ]
    # what is no text stays
    assert declaration.instruments[0].id == "charter"
    assert declaration.provenance.canonical_sha256 == document().provenance.canonical_sha256
    assert declaration.genre == "declaration"
    for line, other in zip(document().lines, declaration.lines, strict=True):
        assert (line.id, line.start, line.number) == (other.id, other.start, other.number)


def test_the_ledger_of_a_document() -> None:
    declaration, ledger = in_script(document(), "zh-Hans", BARE)
    assert ledger is not None
    assert declaration.conversion is not None
    digest = hashlib.sha256(declaration.text.encode()).hexdigest()
    assert ledger.text_sha256 == declaration.conversion.text_sha256 == digest
    assert ledger.canonical_sha256 == document().provenance.canonical_sha256
    assert (ledger.document, ledger.origin, ledger.script) == ("small", "zh-Hant", "zh-Hans")
    assert (ledger.configuration, ledger.reverse) == ("t2s", "s2t")
    assert declaration.conversion.changed == ledger.changed > 0
    assert declaration.conversion.configuration == "t2s"
    assert declaration.conversion.origin == "zh-Hant"
    anchors = {line.id for line in document().lines}
    assert {entry.place for entry in ledger.text} <= anchors
    # office and name are lines of the text; what stands beside it has the name of its field
    assert {entry.place for entry in ledger.apparatus} == {
        "dateline", "instruments.1.events.1.act", "instruments.1.events.1.place",
        "instruments.1.title", "notes.1.text", "organ", "provenance.licence", "provenance.source",
        "rights", "short_title",
    }  # fmt: skip
    assert ledger.lines == {line.id: line.text for line in document().lines}


def test_what_does_not_come_back() -> None:
    _, ledger = in_script(document(), "zh-Hans", BARE)
    assert ledger is not None
    back = {(e.place, e.before, e.after, e.detail) for e in ledger.back}
    # of the marks those inside a title do not, and “ that was “ before comes back as it is
    assert {(b, d) for _, b, _, d in back if not b.isalpha()} == {("〈", "《"), ("〉", "》")}
    assert all(e.rule == "back" and e.after != e.detail for e in ledger.back)
    where = [e for e in ledger.back if e.before == "〈"]
    line = document().lines[[n.id for n in document().lines].index(where[0].place)]
    assert line.text[where[0].offset] == "《"
    # no configuration leads from the variants to the general script
    _, ledger = in_script(document(), "zh-Hant-TW", BARE)
    assert ledger is not None
    assert (ledger.reverse, ledger.back) == ("", ())


def test_a_name_must_be_reviewed_where_it_had_a_choice() -> None:
    declaration = document()
    (signatory,) = declaration.signatories

    def signed(name: str, office: str = "甲國代表") -> Declaration:
        lines = replace(signatory.name, text=name), replace(signatory.office, text=office)
        return replace(
            declaration,
            signatories=(replace(signatory, name=lines[0], office=lines[1], person=name),),
        )

    with pytest.raises(
        ContentError, match=r"small: the name 陳乾 holds 乾, which may become 干, 乾;"
    ):
        in_script(signed("陳乾"), "zh-Hans", BARE)
    with pytest.raises(ContentError, match=r"^names\.toml"):
        in_script(signed("乾坤"), "zh-Hans", BARE)
    row = Ruling("name", {"zh-Hant": "陳乾", "zh-Hans": "陈乾"}, "person", Path("n"), 1)
    found, _ = in_script(signed("陳乾"), "zh-Hans", replace(BARE, rulings=(row,)))
    assert found.signatories[0].person == "陈乾"
    # the office is no name, nor is what stands on the line beside it
    in_script(signed("陳氏", "乾國代表"), "zh-Hans", BARE)
    beside = signed("乾陳氏乾").signatories[0]
    declaration = replace(declaration, signatories=(replace(beside, person="陳氏"),))
    assert in_script(declaration, "zh-Hans", BARE)[0].signatories[0].person == "陈氏"


def test_a_title_keeps_its_parts() -> None:
    parted = replace(document(), title_lines=("國", "家宣言"))
    assert in_script(parted, "zh-Hans", BARE)[0].title_lines == ("国", "家宣言")
    parted = replace(document(), title_lines=("國家宣", "言"))
    assert in_script(parted, "zh-Hans", BARE)[0].title_lines == ("国家宣", "言")


def test_identifiers_addresses_and_hashes_stay_whatever_they_say() -> None:
    names = ("id", "genre", "script", "url", "capture_file", "capture_sha256", "canonical_sha256",
             "instrument", "line_id")  # fmt: skip
    declaration = document()
    for noun in (declaration, declaration.provenance, declaration.notes[0]):
        said: dict[str, Any] = {name: "國" for name in names if name in noun.__struct_fields__}
        if noun is declaration:
            said |= {"editions": ("國",), "title_lines": ("國",)}
        found = noun_in_script(replace(noun, **said), "zh-Hant", "zh-Hans", BARE)
        assert {name: getattr(found, name) for name in said} == said
    assert noun_in_script(declaration.provenance, "zh-Hant", "zh-Hans", BARE).source == "试验用文"


def test_what_is_no_text_is_no_noun_either() -> None:
    assert noun_in_script((1, None, Line, "國"), "zh-Hant", "zh-Hans", BARE) == (
        1,
        None,
        Line,
        "国",
    )


def test_a_noun_of_its_own_takes_what_is_shared() -> None:
    instrument = document().instruments[0]
    found = noun_in_script(instrument, "zh-Hant", "zh-Hans", BARE)
    assert (found.title, found.events[0].act) == ("联合国宪章", "签署")
    assert found.id == instrument.id
    forms = {"zh-Hant": "國", "zh-Hans": "國"}
    own = Ruling("exception", forms, "r", Path("n"), 1, "zh-Hant", "國", own=True)
    with_own = replace(BARE, rulings=(own,))
    assert noun_in_script(instrument, "zh-Hant", "zh-Hans", with_own).title == "联合国宪章"
