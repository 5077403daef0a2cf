"""What archives know a file by without opening it: PRONOM's signatures read the bytes as they lie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.genre_documents import genre_document
from zhengben.cli.main import main

# what PRONOM's signatures of PDF/A look for in a packet (fmt/95, fmt/354, fmt/476 to fmt/481)
PART = rb"<pdfaid:part>(\d)</pdfaid:part><pdfaid:conformance>(\w)</pdfaid:conformance>"


@pytest.mark.slow
def test_the_packet_of_an_archival_pdf_lies_open(tmp_path: Path) -> None:
    editions = ["archive", "gongwen", "handout"]
    folder = genre_document(tmp_path / "content", "law", editions)
    where = ("--content", str(folder.parent), "--output", str(tmp_path / "dist"))
    assert main(["publish", folder.name, "--script", "zh-Hant", *where]) == 0
    found = {
        edition: re.findall(PART, next(tmp_path.glob(f"dist/*/*.{edition}.pdf")).read_bytes())
        for edition in editions
    }
    assert found["archive"] == [(b"3", b"A")]
    assert found["gongwen"] == [(b"2", b"U")]
    assert found["handout"] == []
