"""What the files claim to be, the validators confirm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

pytest.importorskip("jpype")


def verapdf(project: Path, *files: Path) -> list[str]:
    """Validate files for PDF/UA-1 in a process of their own and return a line for each."""
    command = [sys.executable, str(project / "tests" / "verapdf.py"), "ua1", *map(str, files)]
    out = subprocess.run(command, capture_output=True, check=False)
    assert out.stdout, out.stderr.decode()
    return out.stdout.decode().splitlines()


def test_the_handout_is_pdf_ua_1(project: Path, handout_pdf: Path, tmp_path: Path) -> None:
    """The validator accepts the handout, and does not accept it without its language."""
    with pikepdf.open(handout_pdf) as pdf:
        del pdf.Root.Lang
        del pdf.Root.ViewerPreferences
        pdf.save(tmp_path / "bad.pdf")
    good, bad = verapdf(project, handout_pdf, tmp_path / "bad.pdf")
    assert good.startswith("PASS ua1"), good
    assert bad.startswith("FAIL ua1"), bad
