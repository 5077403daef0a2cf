"""What is found is shown so that it can be read in a sentence."""

from __future__ import annotations

from zhengben.proof.extraction import Extraction, Fault, code_points, shown, unreadable


def test_a_text_in_quotes() -> None:
    assert shown("甲" * 24) == "“" + "甲" * 24 + "”"
    assert shown("甲" * 25) == "“" + "甲" * 24 + "…”"
    assert shown("甲乙丙", 2) == "“甲乙…”"
    assert shown("a\t\x1f \x00") == "“a␉␟ ␀”"


def test_code_points() -> None:
    assert code_points("國a𠮷") == "U+570B U+0061 U+20BB7"
    assert code_points("aaaaaaaa") == " ".join(["U+0061"] * 8)
    assert code_points("aaaaaaaaa") == " ".join(["U+0061"] * 8) + " …"
    assert code_points("ab", 1) == "U+0061 …"


def test_a_file_that_cannot_be_read() -> None:
    fault = Fault("unreadable", "file", "The PDF cannot be read: so.")
    assert unreadable("PDF", "so.") == Extraction("PDF", (), (fault,))
