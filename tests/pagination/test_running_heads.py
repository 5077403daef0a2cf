"""A running head has the short title and the chapter, as far as its measure has room."""

from __future__ import annotations

import pytest

from zhengben.pagination.running_heads import running_head


@pytest.mark.parametrize(
    ("title", "chapter", "head"),
    [
        ("樣本協定", "", "樣本協定"),
        # eighteen of twenty em may be taken, a blank between both included
        ("甲" * 18, "", "甲" * 18),
        ("甲" * 19, "", "甲" * 17 + "…"),
        ("甲" * 10, "乙" * 7, "甲" * 10 + "\u3000" + "乙" * 7),
        ("甲" * 10, "乙" * 8, "乙" * 8),
        ("甲" * 10, "乙" * 19, "乙" * 17 + "…"),
        # the engine's shaping of such words cannot be read back
        ("關於العربية السعودية的宣言", "第二章　ภาษาไทย", "關於…的宣言\u3000第二章　…"),
        ("הצהרה של 2017 השלום", "हिन्दी", "…\u3000…"),
        ("Қазақстан與Việt Nam", "", "Қазақстан與Việt Nam"),
    ],
)
def test_a_running_head_leaves_a_margin_of_its_measure(title: str, chapter: str, head: str) -> None:
    assert running_head(title, 20, chapter) == head
