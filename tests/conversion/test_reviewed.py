"""The tables that people write are read strictly, each error at its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.conversion.reviewed import Reviewed, Ruling, general, load_reviewed
from zhengben.document.errors import ContentError
from zhengben.files.toml import TomlTable


def read(folder: Path, names: str = "", exceptions: str = "", document: str = "") -> Reviewed:
    """Return the rows of these tables without those of the press."""
    for file, text in (("names", names), ("exceptions", exceptions), ("document", document)):
        if text:
            (folder / f"{file}.toml").write_text(text, "utf-8")
    own = TomlTable.load(folder / "document.toml") if document else None
    everything = load_reviewed(folder, own)
    rows = tuple(r for r in everything.rulings if r.path.is_relative_to(folder))
    press = load_reviewed(folder / "none").forms
    forms = {key: form for key, form in everything.forms.items() if press.get(key) != form}
    return Reviewed(rows, forms, everything.names_file)


def test_the_general_script_of_the_variants() -> None:
    assert [general(s) for s in ("zh-Hant", "zh-Hant-TW", "zh-Hans")] == ["zh-Hant", "zh-Hant", ""]


def test_a_form_in_a_script() -> None:
    row = Ruling("name", {"zh-Hant": "裏", "zh-Hans": "里"}, "place", Path("n"), 1)
    forms = [row.form(s) for s in ("zh-Hant", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK")]
    assert forms == ["裏", "里", "裡", "裏"]
    assert Ruling("exception", {"zh-Hans": "里"}, "", Path("n"), 1).form("zh-Hant-TW") is None
    assert Ruling("exception", {"zh-Hans": "里"}, "", Path("n"), 1).form("zh-Hant") is None
    assert str(row.error("so.")).startswith("n:1: so.")


def test_names_are_read_with_their_kinds_and_lines(tmp_path: Path) -> None:
    found = read(tmp_path, '[state]\n"乾國" = "乾国"\n\n[person]\n"陳乾" = "陈乾"\n')
    assert [(r.rule, r.detail, r.forms, r.line) for r in found.rulings] == [
        ("name", "person", {"zh-Hant": "陳乾", "zh-Hans": "陈乾"}, 5),
        ("name", "state", {"zh-Hant": "乾國", "zh-Hans": "乾国"}, 2),
    ]
    assert found.names_file == tmp_path / "names.toml"
    assert {(r.own, r.at, r.origin, r.example) for r in found.rulings} == {(False, "", "", "")}


def test_names_are_of_four_kinds(tmp_path: Path) -> None:
    kinds = {"person": "陳", "state": "國", "place": "灣", "instrument": "約"}
    simplified = dict(zip("陳國灣約", "陈国湾约", strict=True))
    tables = [f'[{kind}]\n"{name}" = "{simplified[name]}"\n' for kind, name in kinds.items()]
    found = read(tmp_path, "".join(tables)).rulings
    assert {r.detail: r.forms["zh-Hant"] for r in found} == kinds


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ('[person]\n"陳" = "陈乾"\n', r"names\.toml:2: “陳” and “陈乾” are not equally long"),
        ('[person]\n"陳" = "乾"\n', r":2: 乾 is no form of 陳: a name is"),
        ('[person]\n"乾" = "干"\n"幹" = "干"\n',
         r":3: “干” already stands for 乾 \(line 2\); lengthen"),
        ('[river]\n"乾" = "干"\n', "river"),
    ],
)  # fmt: skip
def test_names_that_are_wrong(names: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=sentence):
        read(tmp_path, names)


def test_one_name_may_stand_in_two_kinds(tmp_path: Path) -> None:
    assert len(read(tmp_path, '[person]\n"陳" = "陈"\n[place]\n"陳" = "陈"\n').rulings) == 2


EXCEPTION = '[[exception]]\nfrom = "zh-Hant"\nphrase = "乾"\nzh-Hans = "乾"\nreason = "r"\n'
FORM = '[[form]]\nfrom = "zh-Hant"\nto = "zh-Hans"\nlibrary = "伙干"\nwanted = "夥乾"\n' \
    'reason = "r"\n'  # fmt: skip


def test_exceptions_and_forms_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "", EXCEPTION + 'example = "陳乾"\n\n' + FORM)
    (row,) = found.rulings
    assert row == Ruling(
        "exception", {"zh-Hant": "乾", "zh-Hans": "乾"}, "r", tmp_path / "exceptions.toml", 1,
        "zh-Hant", "陳乾",
    )  # fmt: skip
    assert found.forms == {
        ("zh-Hant", "zh-Hans", "伙"): "夥",
        ("zh-Hant", "zh-Hans", "干"): "乾",
    }


@pytest.mark.parametrize(
    ("exceptions", "sentence"),
    [
        (EXCEPTION.replace('zh-Hans = "乾"\n', ""), "says no wanted form; add one"),
        (EXCEPTION + 'example = "坤"\n', r":6: .*the example must hold “乾”"),
        (EXCEPTION.replace('zh-Hans = "乾"', 'zh-Hans = "乾坤"'), ":4: .*“乾坤” is not as long"),
        (EXCEPTION.replace('reason = "r"\n', ""), "reason"),
        (EXCEPTION + 'other = "r"\n', "other"),
        (EXCEPTION + 'zh-Hant = "乾"\n', ":6: .*zh-Hant"),
        (EXCEPTION.replace('from = "zh-Hant"\n', ""), "from"),
        (FORM.replace("夥乾", "夥"), "“伙干” and “夥” are not equally long"),
        (FORM.replace('reason = "r"\n', ""), "reason"),
        (FORM + 'other = "r"\n', "other"),
        (FORM + "\n[other]\n", "other"),
    ],
)  # fmt: skip
def test_exceptions_that_are_wrong(exceptions: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=sentence):
        read(tmp_path, "", exceptions)


def test_the_exceptions_of_a_document(tmp_path: Path) -> None:
    row = '\n[[exception]]\nphrase = "乾"\nzh-Hans = "乾"\nreason = "r"\n'
    document = f'script = "zh-Hant"\n{row}{row}paragraph = 4\n{row}at = "art-1"\n'
    found = read(tmp_path, "", EXCEPTION, document)
    shared, *own = found.rulings
    assert [(r.own, r.at, r.origin) for r in own] == [
        (True, "", "zh-Hant"), (True, 4, "zh-Hant"), (True, "art-1", "zh-Hant"),
    ]  # fmt: skip
    assert found.shared.rulings == (shared,)


def test_titles_of_instruments_are_names(tmp_path: Path) -> None:
    found = read(tmp_path, "", EXCEPTION).with_titles([("陳", "陈")], Path("register.toml"))
    assert len(found.rulings) == 2
    assert found.rulings[1] == Ruling(
        "name", {"zh-Hant": "陳", "zh-Hans": "陈"}, "instrument", Path("register.toml"), 0
    )
