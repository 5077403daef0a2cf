"""The table of faces: every font an artefact may contain, where it comes from and its licence."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from msgspec import Struct

from zhengben.document.errors import SetupError
from zhengben.document.provenance import FontFile
from zhengben.document.versions import without_version

OFL = "SIL Open Font License 1.1"
VERA = "Bitstream Vera Fonts Licence"


class Face(Struct, frozen=True):
    """A font file that a Python package carries; ``key`` is also its CSS family.

    ``han`` tells a face of Han, whose marks take an em each and may give up half of it.
    """

    key: str
    family: str
    package: str
    file: str
    licence: str = OFL
    han: bool = False
    # what it shows before the faces that come earlier in a chain
    first_for: str = ""

    @property
    def path(self) -> Path:
        """Return the font file, or raise SetupError when its package is not installed."""
        if (path := _carried(self.package, self.file)) is not None:
            return path
        raise SetupError(
            f"The font {self.family} is missing; install the Python package "
            f"{self.package.replace('_', '-')}."
        )


@cache
def _carried(package: str, file: str) -> Path | None:
    """Return where a package has a file; found, not imported: its own code is of no use here."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / file
        if path.is_file():
            return path
    return None


class _Brought(Face, frozen=True):
    """A font that a document brings; one of a content has one key, wherever it lies."""

    folder: Path = Path()

    @property
    def path(self) -> Path:
        """Return the font file."""
        return self.folder / self.file


_brought: dict[str, Face] = {}
_TAIWAN, _MAINLAND, _SCRIPTS = "pylopdf_fonts_zh_tw", "pylopdf_fonts_zh_cn", "manimgx_fonts"
# those that set texts, one of each style and region
_HAN = (
    Face("serif-tc", "Noto Serif TC", _TAIWAN, "NotoSerifTC-Regular.otf", han=True),
    Face("sans-tc", "Noto Sans TC", _TAIWAN, "NotoSansTC-Regular.otf", han=True),
    Face("serif-sc", "Noto Serif SC", _MAINLAND, "NotoSerifSC-Regular.otf", han=True),
    Face("sans-sc", "Noto Sans SC", _MAINLAND, "NotoSansSC-Regular.otf", han=True),
)
# Latin, Cyrillic and Greek with all their letters, superscripts and subscripts, by style
_LETTERS = {
    "serif": Face("serif-letters", "Noto Serif", "fontpkg_noto_serif",
                  "files/NotoSerif[wdth,wght].ttf"),
    "sans": Face("sans-letters", "Noto Sans", _SCRIPTS, "NotoSans[wght].ttf"),
}  # fmt: skip
_OTHERS = (
    *(
        Face(name.lower(), f"Noto Sans {name}", _SCRIPTS, f"NotoSans{name}[wght].ttf")
        for name in ("Arabic", "Armenian", "Bengali", "Devanagari", "Ethiopic", "Georgian",
                     "Gujarati", "Gurmukhi", "Hebrew", "Kannada", "Khmer", "Lao", "Malayalam",
                     "Myanmar", "Oriya", "Sinhala", "Tamil", "Telugu", "Thai", "Symbols")
    ),
    Face("dejavu", "DejaVu Sans", "ziafont", "fonts/DejaVuSans.ttf", VERA),
)  # fmt: skip

FACES: dict[str, Face] = {face.key: face for face in (*_HAN, *_LETTERS.values(), *_OTHERS)}

# which region's form of a family sets a script: no face with Hong Kong's forms comes as a Python
# package, and Taiwan's are the nearest; the colophon says so
_REGIONS = {
    "zh-Hant": "tc",
    "zh-Hans": "sc",
    "zh-Hant-TW": "tc",
    "zh-Hant-HK": "tc",
    "zh-Hans-SG": "sc",
    "zh-Hans-MY": "sc",
}
_OTHER_REGION = {"tc": "sc", "sc": "tc"}


def face_for(style: str, script: str) -> Face:
    """Return the face of a style (``serif`` or ``sans``) that sets a script.

    The tag may be that of a version of a text, or of a text in another language.
    """
    script = without_version(script)
    if not script.startswith("zh"):
        return _LETTERS[style]
    if script not in _REGIONS:
        raise SetupError(f"There is no face for the script {script}.")
    return FACES[f"{style}-{_REGIONS[script]}"]


def bring(font: FontFile, folder: Path) -> None:
    """Make known a font that a document brings in its folder."""
    _brought[font.key] = _Brought(
        font.key, font.family, "", font.file, font.licence,
        first_for=font.characters, folder=folder,
    )  # fmt: skip


def known_faces() -> dict[str, Face]:
    """Return the faces of the press, and those that the documents read until now have brought."""
    return FACES | _brought


def chain_for(style: str, script: str, own: Sequence[FontFile] = ()) -> tuple[Face, ...]:
    """Return the faces that set a text of a script, each for what those before it lack.

    The first is that of the style and the region. The other region's holds more Han; then come
    letters of the same style, other scripts and symbols, and the document's ``own``.
    """
    first, brought = face_for(style, script), (_brought[font.key] for font in own)
    if first is _LETTERS[style]:
        # words of Chinese in a text of another language
        return (first, FACES[f"{style}-tc"], FACES[f"{style}-sc"], *_OTHERS, *brought)
    other = FACES[f"{style}-{_OTHER_REGION[_REGIONS[without_version(script)]]}"]
    return (first, other, _LETTERS[style], *_OTHERS, *brought)
