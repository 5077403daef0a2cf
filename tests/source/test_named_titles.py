"""Titles of the register that a heading names are known, whether the text cites them or not."""

from __future__ import annotations

from pathlib import Path

from small_documents import read_blocks, write_blocks

from zhengben.conversion.declarations import in_script
from zhengben.document.declaration import to_json
from zhengben.source.register import Register
from zhengben.source.source import Source

REGISTER = """
[[instrument]]
id = "sample"
title = "丁河流域水閘共管約章"

[[instrument]]
id = "other"
title = "丁海漁區約章"
"""


def test_a_heading_names_what_it_does_not_cite(tmp_path: Path) -> None:
    source = Source.open(
        write_blocks(
            tmp_path,
            "small",
            [
                ("title", ["修改丁河流域水閘共管約章的決定"]),
                ("article", ["第一條 丁海漁區約章有效。"]),
            ],
            register=REGISTER,
        )
    )
    declaration = source.read()[0]
    assert declaration.named == ("丁河流域水閘共管約章",)
    assert "丁河流域水閘共管約章" in declaration.names
    # it is no text, and stays as the source has it
    assert not declaration.instruments
    assert in_script(declaration, "zh-Hans", source.reviewed)[0].named == declaration.named


def test_most_documents_name_none(tmp_path: Path) -> None:
    declaration = read_blocks(
        tmp_path, [("title", ["樣本決定"]), ("article", ["第一條 有效。"])], register=REGISTER
    )
    assert '"named"' not in to_json(declaration)
    assert Register({}, {}).named_in(declaration.lines) == ()
