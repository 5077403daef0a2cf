"""What a document's folder in ``dist/`` holds, and whether it is still what was built.

``manifest.json`` lists every artefact with its SHA-256 and one fingerprint of all that went into
them: content, templates, styles, code, fonts and library versions. So all that a manifest lists
belongs together, whether one build made it or several.
"""

from __future__ import annotations

import hashlib
import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from zhengben import __version__
from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.document.artefacts import NAME, Artefact, read_manifest, sha256

# the libraries whose version can change a byte of an artefact
_LIBRARIES = ("weasyprint", "pydyf", "jinja2", "ebooklib", "uharfbuzz", "fonttools", "lxml",
              "opencc", "pillow", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")  # fmt: skip


def fingerprint(folder: Path, assets: Assets) -> str:
    """Hash everything that the editions of a document depend on."""
    digest = hashlib.sha256(f"{__version__} {sys.version_info[:3]}".encode())
    package = Path(__file__).parents[1]
    roots = [(folder, "*"), (folder.parent / "register", "*.toml"), (assets.templates, "*.j2"),
             (assets.styles, "*.css"), (package, "*.py"), (package, "*.toml")]  # fmt: skip
    for path in sorted(folder.parent.glob("*.toml")):
        digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    for root, pattern in roots:
        for path in sorted(root.rglob(pattern)):
            if path.is_file():
                digest.update(f"\0{root.name}/{path.relative_to(root).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    for face in FACES.values():
        stat = face.path.stat()
        digest.update(f"{face.file} {stat.st_size}\0".encode())
    digest.update("\0".join(_libraries()).encode())
    return digest.hexdigest()


def _libraries() -> Iterator[str]:
    """Yield the names and versions of the libraries that count, from their folders' names."""
    site = Path(sysconfig.get_paths()["purelib"])
    for path in sorted(site.glob("*.dist-info")):
        if path.name.lower().startswith(_LIBRARIES):
            yield path.name.lower()


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


def write_manifest(
    folder: Path, document: str, canonical: str, wanted: str, artefacts: Iterable[Artefact]
) -> None:
    """Write the manifest of a folder; it is written last, so that half a build has none."""
    content = {
        "document": document,
        "generator": f"Zhengben {__version__}",
        "canonical_sha256": canonical,
        "fingerprint": wanted,
        "artefacts": [asdict(artefact) for artefact in artefacts],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, "utf-8")
