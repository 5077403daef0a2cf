"""What all documents of a content are made with: the press, its templates and sheets, the tables.

Looked at by stamps, which take two milliseconds, and by content only where somebody asks what it
is. Each file is read once a process, and again when its stamp is another.
"""

from __future__ import annotations

import hashlib
import os
import re
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

from zhengben import __version__
from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.document.errors import UsageError
from zhengben.files.stamps import Stamp, files_below, is_settled, now, stamp_of

# the packages whose version can change a byte of an artefact, by their exact names
_PACKAGES = {
    "brotli", "cffi", "cssselect2", "ebooklib", "fontpkg-noto-serif", "fonttools", "jinja2",
    "latex2mathml", "lxml", "manimgx-fonts", "markupsafe", "opencc-python-reimplemented",
    "pikepdf", "pillow", "pydyf", "pylopdf-fonts-zh-cn", "pylopdf-fonts-zh-tw", "pyphen",
    "rapidfuzz", "resvg-py", "rjieba", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint",
    "webencodings", "ziafont", "ziamath", "zopfli",
}  # fmt: skip
_PACKAGE = Path(__file__).parents[1]
_CODE = (".py", ".toml")
REGISTER = "register"
# by path: the stamp that a file had when it was read, and the SHA-256 of what it held
_read = dict[str, tuple[Stamp, str]]()
# the hash of the press that this process runs
_running = dict[str, str]()
# the stamps of the press when it was last hashed, and its hash
_hashed = dict[str, str]()


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file; it is read again only where its stamp is another one."""
    began, stamp = now(), stamp_of(path)
    known = _read.get(str(path))
    if known is not None and known[0] == stamp:
        return known[1]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if stamp is not None and is_settled(stamp, began):
        _read[str(path)] = stamp, digest
    return digest


def packages() -> Iterator[str]:
    """Yield the names and versions of the packages that count, from their folders' names."""
    for path in sorted(_site().glob("*.dist-info")):
        name, _, version = path.name.removesuffix(".dist-info").rpartition("-")
        name = re.sub(r"[-_.]+", "-", name).lower()
        if name in _PACKAGES:
            yield f"{name} {version}"


@cache
def _site() -> Path:
    return Path(sysconfig.get_paths()["purelib"])


def software(seen: str = "") -> str:
    """Hash the press itself: code, fonts and packages, whatever the Python that runs them.

    Hashed again where a stamp is another one than the last time; ``seen`` are the stamps where
    somebody has just looked. Raises UsageError when that is not what this process found first, and
    so runs: what it made would pass for the new press's.
    """
    if seen and seen in _hashed:
        return _hashed[seen]
    stamps = _stamped([(_PACKAGE, files_below(_PACKAGE, _CODE))], now())
    if stamps and stamps in _hashed:
        return _hashed[stamps]
    digest = hashlib.sha256(__version__.encode())
    for name in files_below(_PACKAGE, _CODE):
        digest.update(f"\0{name}\0{file_sha256(_PACKAGE / name)}".encode())
    for face in FACES.values():
        digest.update(f"\0{face.file} {face.path.stat().st_size}".encode())
    digest.update("\0".join(packages()).encode())
    found = digest.hexdigest()
    if _running.setdefault("software", found) != found:
        raise UsageError("The press itself was changed while it ran; begin again.")
    if stamps:
        _hashed.clear()
        _hashed[stamps] = found
    return found


def _stamped(folders: Iterable[tuple[Path, Sequence[str]]], began: int) -> str:
    """Return one hash of the stamps of files and of what the press stands on.

    It is empty where a file changed so shortly before ``began`` that its stamp may not stand for
    what it holds.
    """
    digest = hashlib.sha256(__version__.encode())
    for root, names in folders:
        base = os.fspath(root)
        digest.update(f"\0{base}\0".encode(errors="surrogateescape"))
        said = list[str]()
        for name in names:
            stamp = stamp_of(f"{base}/{name}")
            if stamp is None or not is_settled(stamp, began):
                return ""
            said.append(f"{name}\0{stamp}")
        digest.update("".join(said).encode(errors="surrogateescape"))
    for face in FACES.values():
        digest.update(f"{face.file} {stamp_of(face.path)}\0".encode())
    site = os.stat(_site())
    digest.update(f"{_site()} {site.st_ino} {site.st_mtime_ns}".encode(errors="surrogateescape"))
    return digest.hexdigest()


def whole_press(assets: Assets) -> str:
    """Hash the press with all its templates and sheets: what two machines must have in common."""
    digest = hashlib.sha256(software().encode())
    for root, ending in ((assets.templates, ".j2"), (assets.styles, ".css")):
        for name in files_below(root, (ending,)):
            digest.update(f"\0{name}\0{file_sha256(root / name)}".encode())
    return digest.hexdigest()


class Surroundings:
    """What the documents of a folder of content share, as it was when this was made."""

    def __init__(self, content: Path, assets: Assets) -> None:
        self.content, self.assets = content, assets
        self._began = now()
        self._code = files_below(_PACKAGE, _CODE)
        self.templates = files_below(assets.templates, (".j2",))
        self.styles = files_below(assets.styles, (".css",))
        self.tables = [name for name in _listed(content) if name.endswith(".toml")]
        self.register = files_below(content / REGISTER, (".toml",))

    @cached_property
    def stamp(self) -> str:
        """Return one hash of all stamps; empty where one is too young to stand for its file."""
        roots = [(self.assets.templates, self.templates), (self.assets.styles, self.styles),
                 (self.content, self.tables), (self.content / REGISTER, self.register)]  # fmt: skip
        stamps = self._code_stamp, _stamped(roots, self._began)
        return hashlib.sha256("".join(stamps).encode()).hexdigest() if all(stamps) else ""

    @cached_property
    def _code_stamp(self) -> str:
        return _stamped([(_PACKAGE, self._code)], self._began)

    @property
    def design_stamp(self) -> str:
        """Return one hash of the stamps of templates and sheets, empty as :attr:`stamp` is."""
        roots = [(self.assets.templates, self.templates), (self.assets.styles, self.styles)]
        return _stamped(roots, self._began)

    @cached_property
    def software(self) -> str:
        """Return the hash of the press itself, as :func:`software` does."""
        return software(self._code_stamp)

    def table_sha256(self) -> dict[str, str]:
        """Return the SHA-256 of each table that holds for all documents, by its name."""
        return {name: file_sha256(self.content / name) for name in self.tables}

    def register_sha256(self) -> dict[str, str]:
        """Return the SHA-256 of each file of the register, by its name."""
        folder = self.content / REGISTER
        return {name: file_sha256(folder / name) for name in self.register}


def _listed(folder: Path) -> list[str]:
    """Return the plain files of a folder itself, sorted."""
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if entry.is_file())
