"""How much is read of a file that would like to be endless."""

from __future__ import annotations

from zhengben.proof import akn, content, epub, html, pdffont, structure_tree, witness


def test_limits() -> None:
    assert {akn._MOST_BYTES, epub._MOST_BYTES, html._MOST_BYTES} == {32 << 20}
    assert epub._MOST_ENTRIES == 10_000
    assert (akn._DEEPEST, epub._DEEPEST, structure_tree._DEEPEST) == (100, 200, 100)
    assert (content._DEEPEST_FORM, pdffont._MOST_CODES, witness._MOST_TOLD) == (16, 1 << 16, 5)
