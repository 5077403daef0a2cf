"""The languages of words of other alphabets are declared by tags."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_documents import write_document

from zhengben.document.errors import ContentError
from zhengben.source.source import Source


def opened(folder: Path, line: str) -> Source:
    written = write_document(folder / "content", "small", ("樣本",), ("各方議定如下：", "一。"), [])
    toml = written / "document.toml"
    toml.write_text(line + toml.read_text("utf-8"), "utf-8")
    return Source.open(written)


def test_languages_are_declared(tmp_path: Path) -> None:
    assert opened(tmp_path / "a", "").read()[0].languages == ()
    declared = 'languages = ["fr", "de-AT"]\n'
    assert opened(tmp_path / "b", declared).read()[0].languages == ("fr", "de-AT")


def test_what_is_no_tag_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"document\.toml:1: .*not French\.$"):
        opened(tmp_path, 'languages = ["French"]\n').read()
