"""The label at the start of an author's note."""

from __future__ import annotations

import pytest

from zhengben.document.author_notes import note_label, same_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("[1] 見附件。", "[1]"),
        ("[1]. 見附件。", "[1]."),
        ("①見附件。", "①"),
        ("註2：見附件。", "註2："),
        ("（三）見附件。", "（三）"),
        ("1/ 見附件。", "1/"),
        # Markdown allows any word
        ("[秘]見附件。", "[秘]"),
        ("[note-2]見附件。", "[note-2]"),
        ("［附註甲］見附件。", "［附註甲］"),
        # a sentence in brackets is none
        ("[見 附件]以下稱雙方。", ""),
        ("[本件共有二十一個字以上，這不是標號，而是一句話]以下。", ""),
        ("（見附件）以下稱雙方。", ""),
    ],
)
def test_a_label_is_known(text: str, label: str) -> None:
    assert note_label(text) == label


def test_a_label_is_the_same_in_other_brackets() -> None:
    assert same_label("[秘]", "［秘］")
    assert not same_label("[秘]", "[密]")
