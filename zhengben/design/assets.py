"""Where the press finds its templates and styles, and where it may cache what it prepares."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Assets:
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
        return cls(root / "templates", root / "styles", _cache_folder())

    @cached_property
    def template_text(self) -> str:
        """Return all templates' text, for the characters they may show."""
        files = sorted(self.templates.rglob("*.j2"))
        return "".join(path.read_text("utf-8") for path in files)


def _cache_folder() -> Path:
    """Choose ZHENGBEN_CACHE, the private folder of a checkout, the user's cache or a temporary."""
    candidates = [os.environ.get("ZHENGBEN_CACHE")]
    if home := os.environ.get("ZHENGBEN_HOME"):
        candidates.append(f"{home}/cache")
    if (_PACKAGE.parent / "build.py").is_file():
        candidates.append(str(_PACKAGE.parent / ".zhengben" / "cache"))
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    candidates += [f"{base}/zhengben", f"{tempfile.gettempdir()}/zhengben-{_user()}"]
    for candidate in filter(None, candidates):
        try:
            Path(candidate).mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(candidate, os.W_OK):
            return Path(candidate)
    return Path(tempfile.gettempdir())


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0
