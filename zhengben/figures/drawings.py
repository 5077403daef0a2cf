"""The pictures and formulas of one document, each read or drawn once when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.document.declaration import Declaration
from zhengben.document.notation import Mark
from zhengben.document.provenance import ObjectFile
from zhengben.files.toml import read_bytes

if TYPE_CHECKING:
    from zhengben.figures.formulas import Formula
    from zhengben.figures.pictures import Picture


class Drawings:
    """What the objects of a declaration show; ``folder`` is where their files lie."""

    def __init__(self, declaration: Declaration, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, ObjectFile] = {o.file: o for o in declaration.objects}
        self._pictures: dict[str, Picture] = {}
        self._formulas: dict[tuple[str, bool], Formula | None] = {}

    def data(self, file: str) -> bytes:
        """Return the bytes of a file."""
        return read_bytes(self.folder / file)

    def picture(self, file: str) -> Picture:
        """Return a picture as it is shown."""
        from zhengben.figures.pictures import read_picture

        if file not in self._pictures:
            self._pictures[file] = read_picture(self.data(file), self.files[file].media_type)
        return self._pictures[file]

    def mathml(self, mark: Mark, *, alone: bool) -> str:
        """Return a formula in MathML, empty where one in LaTeX is not sure to be it."""
        from zhengben.figures.formulas import mathml_of

        if mark.file:
            return self.data(mark.file).decode("utf-8", "replace")
        return mathml_of(mark.value, alone=alone)

    def formula(self, mark: Mark, *, alone: bool) -> Formula | None:
        """Return a formula as it is drawn; None where that is not sure."""
        from zhengben.figures.formulas import draw

        key = mark.value, alone
        if key not in self._formulas:
            mathml = self.mathml(mark, alone=alone)
            self._formulas[key] = draw(mathml) if mathml else None
        return self._formulas[key]


def pictures_of(objects: Sequence[ObjectFile]) -> tuple[ObjectFile, ...]:
    """Return the pictures among objects."""
    return tuple(o for o in objects if o.is_picture)
