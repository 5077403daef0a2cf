"""Where the press finds its templates and styles, and where it may cache what it prepares."""

from __future__ import annotations

import os
from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct

from zhengben.files.private import cache_folder

_PACKAGE = Path(__file__).parents[1]


class Assets(Struct, frozen=True, dict=True):
    """The folders a designer may change, and the folder for prepared fonts."""

    templates: Path
    styles: Path
    cache: Path

    @classmethod
    def find(cls) -> Assets:
        """Find them beside the package in a checkout, inside it when it was installed."""
        root = _PACKAGE.parent
        if not (root / "templates").is_dir() or not (root / "styles").is_dir():
            root = _PACKAGE / "share"
        wanted, home = (os.environ.get(f"ZHENGBEN_{name}", "") for name in ("CACHE", "HOME"))
        return cls(root / "templates", root / "styles", _cache_folder(wanted, home))

    @cached_property
    def template_text(self) -> str:
        """Return all templates' text, for the characters they may show."""
        files = sorted(self.templates.rglob("*.j2"))
        return "".join(path.read_text("utf-8") for path in files)


@cache
def _cache_folder(wanted: str, home: str) -> Path:
    """Choose the folder the user names, the private folder of a checkout, or the user's cache."""
    candidates = [Path(home, "cache")] if home else []
    if (_PACKAGE.parent / "build.py").is_file():
        candidates.append(_PACKAGE.parent / ".zhengben" / "cache")
    return cache_folder(wanted, candidates)
