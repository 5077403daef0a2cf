"""The table of faces: every font an artefact may contain, where it comes from and its licence."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from zhengben.document.errors import SetupError

OFL = "SIL Open Font License 1.1"


@dataclass(frozen=True, slots=True)
class Face:
    """A font file that a Python package carries; ``key`` is also its CSS family."""

    key: str
    family: str
    package: str
    file: str
    licence: str = OFL

    @property
    def path(self) -> Path:
        """Return the font file, or raise SetupError when its package is not installed."""
        # found, not imported: the package's own code is of no use here
        spec = importlib.util.find_spec(self.package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            path = Path(folder) / self.file
            if path.is_file():
                return path
        raise SetupError(
            f"The font {self.family} is missing; install the Python package "
            f"{self.package.replace('_', '-')}."
        )


FACES: dict[str, Face] = {
    face.key: face
    for face in (
        Face("serif-tc", "Noto Serif TC", "pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf"),
        Face("sans-tc", "Noto Sans TC", "pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf"),
        Face("serif-sc", "Noto Serif SC", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
        Face("sans-sc", "Noto Sans SC", "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    )
}

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


def face_for(style: str, script: str) -> Face:
    """Return the face of a style (``serif`` or ``sans``) that sets a script."""
    if script not in _REGIONS:
        raise SetupError(f"There is no face for the script {script}.")
    return FACES[f"{style}-{_REGIONS[script]}"]
