"""The exact list of the software that a deposit was made with.

Two machines with the same list make the same bytes. What does not change a byte is left out:
operating system, processor, folders and the packages that only tests need.
"""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from zhengben import __version__
from zhengben.deposit.press_source import press_sha256
from zhengben.design.assets import Assets
from zhengben.press.machine import library_versions

# what pyproject.toml names; what these need in turn is found from them
PACKAGES = (
    "brotli", "ebooklib", "filelock", "fontpkg-noto-serif", "fonttools", "jinja2", "latex2mathml",
    "lxml", "manimgx-fonts",
    "markdown-it-py", "mdit-py-plugins",
    "msgspec", "mwparserfromhell", "opencc-python-reimplemented", "pikepdf", "pillow",
    "platformdirs", "pydyf", "pylopdf-fonts-zh-cn", "pylopdf-fonts-zh-tw", "pyphen", "rapidfuzz",
    "resvg-py", "rjieba", "uharfbuzz", "weasyprint", "ziafont", "ziamath",
)  # fmt: skip


def software(assets: Assets) -> dict[str, Any]:
    """Return the press, its own code's hash, Python, packages and system libraries."""
    return {
        "zhengben": __version__,
        "press_sha256": press_sha256(assets),
        "python": platform.python_version(),
        "packages": dict(sorted(_packages().items())),
        "libraries": library_versions(),
    }


@cache
def _packages() -> dict[str, str]:
    """Return the version of each package and of what it needs, as installed here."""
    found: dict[str, str] = {}
    waiting = list(PACKAGES)
    while waiting:
        name = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            # for another platform or an older Python
            continue
        found[key] = package.version
        waiting += _needs(package.requires or [])
    return found


def _needs(requirements: list[str]) -> Iterator[str]:
    for requirement in requirements:
        if "extra ==" not in requirement and (match := re.match(r"[\w.-]+", requirement)):
            yield match[0]
