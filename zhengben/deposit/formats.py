"""What each file of a deposit is: its media type, and PRONOM's key of its format.

PRONOM is the registry of formats of The National Archives (UK), which archives know files by. A
key is given where it is sure from how the press writes the file.
"""

from __future__ import annotations

from collections.abc import Sequence

# by the end of a name
_ENDS: dict[str, tuple[str, str]] = {
    ".pdf": ("application/pdf", "fmt/276"), ".epub": ("application/epub+zip", "fmt/483"),
    ".akn.xml": ("application/akn+xml", "fmt/101"), ".xml": ("application/xml", "fmt/101"),
    ".json": ("application/json", "fmt/817"), ".html": ("text/html", "fmt/471"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",
              "fmt/412"),
    ".tar": ("application/x-tar", "x-fmt/265"), ".toml": ("application/toml", ""),
    ".md": ("text/markdown", "fmt/1149"),
    ".txt": ("text/plain", "x-fmt/111"), ".png": ("image/png", ""), ".mml": ("text/mathml", ""),
}  # fmt: skip
# flavours of PDF by what they claim
_CLAIMED = {
    "PDF/A-2a": "fmt/476", "PDF/A-2u": "fmt/478", "PDF/A-3a": "fmt/479", "PDF/A-4": "fmt/1910",
    "PDF/A-4f": "fmt/1912",
}  # fmt: skip


def format_of(name: str, claims: Sequence[str] = ()) -> tuple[str, str]:
    """Return media type and PRONOM's key of a file by its name and what it claims."""
    lower = name.lower()
    found = next((row for end, row in _ENDS.items() if lower.endswith(end)), None)
    media_type, key = found or ("application/octet-stream", "")
    return media_type, next((_CLAIMED[c] for c in claims if c in _CLAIMED), key)
