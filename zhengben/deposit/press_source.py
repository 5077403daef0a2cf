"""The press itself, as a deposit keeps it: with these files the editions can be made again.

Whoever unpacks the archive and has Python types what its README says; the lock names every package
that it needs, with hashes.
"""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from zhengben.deposit.bag import make_tar
from zhengben.design.assets import Assets

FOLDER = "press"
_PACKAGE = Path(__file__).parents[1]
# what lies beside the folders of a checkout, and where a wheel has it
_BESIDE = ("LICENSE", "README.md", "build.py", "pyproject.toml", "requirements.lock")
_CODE = ("*.py", "*.toml", "*.json")
# no deposit's day: the press is the same on all
_DATE = datetime.date(2020, 1, 1)


def press_sha256(assets: Assets) -> str:
    """Hash the press itself: code, templates and style sheets."""
    digest = hashlib.sha256()
    for name, path in _files(assets).items():
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def press_source(assets: Assets) -> dict[str, bytes]:
    """Return the press as one tar, and its licence beside it, by their paths in the payload."""
    found = _files(assets)
    files = {name: path.read_bytes() for name, path in found.items()}
    root = assets.templates.parent
    files |= {name: (root / name).read_bytes() for name in _BESIDE if (root / name).is_file()}
    made = {f"{FOLDER}/zhengben.tar": make_tar(dict(sorted(files.items())), "zhengben", _DATE)}
    if "LICENSE" in files:
        made[f"{FOLDER}/LICENSE.txt"] = files["LICENSE"]
    return made


def _files(assets: Assets) -> dict[str, Path]:
    """Return code, templates and sheets by their place in a checkout."""
    roots = ((_PACKAGE, _CODE), (assets.templates, ("*.j2", "*.xsl")), (assets.styles, ("*.css",)))
    return {
        f"{root.name}/{inside}": path
        for root, patterns in roots
        for path in sorted(path for pattern in patterns for path in root.rglob(pattern))
        # in a wheel the other two lie within the package
        if not (inside := path.relative_to(root).as_posix()).startswith("share/")
    }
