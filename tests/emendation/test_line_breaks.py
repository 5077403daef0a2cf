"""The ends of lines within what is one paragraph or heading."""

from __future__ import annotations

import pytest

from zhengben.emendation.derivation import Recipe, follow, restore


@pytest.mark.parametrize(
    ("capture", "canonical"),
    [
        ("第一章\n總則\n", "第一章　總則\n"),
        ("　　第2部 \n\n  雜項\n", "第2部　雜項\n"),
        ("第1分部\n一般條文\n", "第1分部　一般條文\n"),
        # what breaks off elsewhere is joined as it always was
        ("第一章\n的規定適用\n於此。\n", "第一章　的規定適用於此。\n"),
        ("依照第一章\n總則\n", "依照第一章總則\n"),
        ("第一條\n總則\n", "第一條總則\n"),
    ],
)
def test_a_name_below_its_number(capture: str, canonical: str) -> None:
    count = len(capture.splitlines())
    lines = tuple(n for n, line in enumerate(capture.splitlines(), 1) if line.strip())
    recipe = Recipe(lines, {}, ("name-below", "join", "trim"), ((1, count),))
    made, ledger = follow(capture, recipe)
    assert made == canonical
    assert restore(made, ledger) == capture.replace("\n\n", "\n")
    # a document that was read before there was such a rule has the text that it had
    old, _ = follow(capture, Recipe(lines, {}, ("join", "trim"), ((1, count),)))
    assert old == canonical.replace("　", "")
