"""The style sheet of a print edition: tokens, base and edition as one, with the tokens filled in.

Sheets are written with ``var(--token)`` as on the web. The tokens never change within a page, and
the engine would look each of them up again for every box, so they are put in once, here.
"""

from __future__ import annotations

import re
from pathlib import Path

from zhengben.errors import ContentError
from zhengben.tomlfile import read_text

_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+);")
_USE = re.compile(r"var\((--[\w-]+)\)")


def edition_sheet(styles: Path, sheet: str) -> bytes:
    """Return the sheet of an edition; an unknown token is a ContentError with file and line."""
    tokens = dict(_TOKEN.findall(read_text(styles / "tokens.css")))
    parts: list[str] = []
    for name in ("print.css", sheet):
        path = styles / name
        text = read_text(path)
        for use in _USE.finditer(text):
            if use[1] not in tokens:
                line = text.count("\n", 0, use.start()) + 1
                raise ContentError(f"uses {use[1]}, which tokens.css does not define.", path, line)
        parts.append(_USE.sub(lambda use: tokens[use[1]].strip(), text))
    return "".join(parts).encode()
