"""What all tests share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

# The programs the tests look at finished books with, and Debian's packages of them.
TOOL_PACKAGES = {
    "chromium": "chromium",
    "gs": "ghostscript",
    "mutool": "mupdf-tools",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
}


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], str]:
    """Return a function from a program's name to its path.

    Where the program is missing the test is skipped; with ``ZHENGBEN_REQUIRE_TOOLS=1`` it fails.
    """

    def find(name: str) -> str:
        path = shutil.which(name)
        if path:
            return path
        package = TOOL_PACKAGES[name]
        reason = f"{name} is missing: install it, on Debian with `apt-get install {package}`"
        if os.environ.get("ZHENGBEN_REQUIRE_TOOLS") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)

    return find
