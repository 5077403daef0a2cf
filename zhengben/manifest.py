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
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from zhengben import __version__
from zhengben.assets import Assets
from zhengben.errors import UsageError
from zhengben.fonts.faces import FACES

NAME = "manifest.json"
# the libraries whose version can change a byte of an artefact
_LIBRARIES = ("weasyprint", "pydyf", "jinja2", "ebooklib", "uharfbuzz", "fonttools", "lxml",
              "opencc", "pillow", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Artefact:
    """A published file; ``pages`` is 0 where a format has none.

    ``script`` is the script of its text, or two with a plus sign between them.
    ``claims`` are the standards that the file itself claims to meet, as ``PDF/UA-1``.
    """

    file: str
    edition: str
    script: str
    media_type: str
    size: int
    pages: int
    claims: tuple[str, ...]
    sha256: str

    @property
    def scripts(self) -> tuple[str, ...]:
        """Return the scripts of its text, the left column first where there are two."""
        return tuple(self.script.split("+"))

    @property
    def pair(self) -> tuple[str, str]:
        """Return script and edition: the files that have both in common are made together."""
        return self.script, self.edition

    @classmethod
    def read(cls, entry: dict[str, Any]) -> Artefact:
        """Read one from the manifest; a wrong key raises TypeError, a missing one KeyError."""
        return cls(**{**entry, "claims": tuple(entry["claims"])})


def read_artefacts(folder: Path) -> list[Artefact]:
    """Return what a folder of ``dist/`` holds, or raise UsageError where nothing was published."""
    if (read := _read(folder)) is None:
        raise UsageError(f"{folder} holds no published document; publish it first.")
    return read[1]


def _read(folder: Path) -> tuple[str, list[Artefact]] | None:
    """Return the fingerprint and the artefacts of a manifest, or None where there is none."""
    try:
        manifest: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        artefacts = [Artefact.read(entry) for entry in manifest["artefacts"]]
        return str(manifest["fingerprint"]), artefacts
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(folder: Path, assets: Assets) -> str:
    """Hash everything that the editions of a document depend on."""
    digest = hashlib.sha256(f"{__version__} {sys.version_info[:3]}".encode())
    package = Path(__file__).parent
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
    made, artefacts = _read(folder) or ("", [])

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
