"""What a document's folder in ``dist/`` holds, and whether it is still what was built.

``manifest.json`` lists every artefact with its SHA-256 and one fingerprint of all that went into
them: content, templates, styles, code, fonts and library versions. So all that a manifest lists
belongs together, whether one build made it or several.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from zhengben import __version__
from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.document.artefacts import (
    MACHINE,
    NAME,
    Artefact,
    listed_files,
    read_manifest,
    sha256,
)
from zhengben.document.errors import UsageError
from zhengben.document.shown import some
from zhengben.files.placing import write_file
from zhengben.press.machine import machine_json

# the packages whose version can change a byte of an artefact, by their exact names
_PACKAGES = {
    "brotli", "cffi", "cssselect2", "ebooklib", "fontpkg-noto-serif", "fonttools", "jinja2",
    "lxml", "manimgx-fonts", "markupsafe", "opencc-python-reimplemented", "pikepdf", "pillow",
    "pydyf", "pylopdf-fonts-zh-cn", "pylopdf-fonts-zh-tw", "pyphen", "rjieba",
    "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint", "webencodings", "ziafont", "zopfli",
}  # fmt: skip


def fingerprint(folder: Path, assets: Assets) -> str:
    """Hash everything that the editions of a document depend on.

    That is not the Python at hand: every one makes the same bytes, as the tests see to.
    """
    digest = hashlib.sha256(__version__.encode())
    package = Path(__file__).parents[1]
    roots = [(folder, "*"), (folder.parent / "register", "*.toml"), (assets.templates, "*.j2"),
             (assets.styles, "*.css"), (package, "*.py"), (package, "*.toml")]  # fmt: skip
    for path in sorted(filter(Path.is_file, folder.parent.glob("*.toml"))):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    for root, pattern in roots:
        for path in sorted(root.rglob(pattern)):
            if path.is_file():
                digest.update(f"\0{root.name}/{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    for face in FACES.values():
        stat = face.path.stat()
        digest.update(f"{face.file} {stat.st_size}\0".encode())
    digest.update("\0".join(packages()).encode())
    return digest.hexdigest()


def packages() -> Iterator[str]:
    """Yield the names and versions of the packages that count, from their folders' names."""
    site = Path(sysconfig.get_paths()["purelib"])
    for path in sorted(site.glob("*.dist-info")):
        name, _, version = path.name.removesuffix(".dist-info").rpartition("-")
        name = re.sub(r"[-_.]+", "-", name).lower()
        if name in _PACKAGES:
            yield f"{name} {version}"


def standing(folder: Path, wanted: str) -> tuple[list[Artefact], list[Artefact]]:
    """Return what a folder of ``dist/`` holds: what still stands, and what does not.

    An artefact stands when this fingerprint made it and no file of its edition was altered since.
    """
    made, artefacts = read_manifest(folder) or ("", [])

    def altered(artefact: Artefact) -> bool:
        try:
            return sha256((folder / artefact.file).read_bytes()) != artefact.sha256
        except OSError:
            return True

    fallen = {a.pair for a in artefacts if made != wanted or altered(a)}
    kept = [a for a in artefacts if a.pair not in fallen]
    return kept, [a for a in artefacts if a.pair in fallen]


def made_before(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that the press itself had put into a folder of ``dist/``.

    Raises UsageError where what lies there is none of the press's folders: then it is left alone.
    """
    instead = "move it away, or choose another folder with --output."
    if not os.path.lexists(folder):
        return {}
    if folder.is_symlink() or not folder.is_dir():
        kind = "a link" if folder.is_symlink() else "a file"
        raise UsageError(f"{folder} is {kind} and is left alone; {instead}")
    listed = listed_files(folder)
    if listed is None:
        there = sorted(path.name for path in folder.iterdir())
        if there:
            raise UsageError(
                f"{folder} has no manifest of the press, so what lies there is left alone "
                f"({some(there)}); {instead}"
            )
        return {}
    for name in (NAME, MACHINE):
        if (folder / name).is_file():
            listed[name] = sha256((folder / name).read_bytes())
    return listed


def write_manifest(
    folder: Path, document: str, canonical: str, wanted: str, artefacts: Iterable[Artefact]
) -> None:
    """Write the manifest of a folder last, so that half a build has none, and what made it."""
    write_file(folder / MACHINE, machine_json(packages()).encode())
    listed = tuple(artefacts)
    content = {
        "document": document,
        "generator": f"Zhengben {__version__}",
        "canonical_sha256": canonical,
        "fingerprint": wanted,
        **_segmentation(listed),
        "artefacts": [asdict(artefact) for artefact in listed],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    write_file(folder / NAME, text.encode())


def _segmentation(artefacts: Iterable[Artefact]) -> dict[str, str]:
    """Return what cuts words, where a text was converted; nothing of it is loaded elsewhere."""
    if not any(artefact.edition == "ledger" for artefact in artefacts):
        return {}
    from zhengben.scripts.words import segmentation

    return {"segmentation": segmentation()}
