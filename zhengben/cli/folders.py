"""The folders of content and of published editions that a command line means."""

from __future__ import annotations

import argparse
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def chosen_content(arguments: argparse.Namespace) -> Path:
    """Return --content, or a checkout's own, or content/ in the working directory."""
    chosen: Path | None = getattr(arguments, "content", None)
    if chosen:
        return chosen
    return _ROOT / "content" if (_ROOT / "build.py").is_file() else Path("content")


def chosen_output(arguments: argparse.Namespace) -> Path:
    """Return --output, or dist/ beside the content."""
    chosen: Path | None = getattr(arguments, "output", None)
    return chosen or chosen_content(arguments).parent / "dist"
