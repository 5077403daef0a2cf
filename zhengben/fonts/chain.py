"""Several prepared faces measured as one: each character by the face that was chosen for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from zhengben.design.faces import Face
from zhengben.fonts.choice import FaceChoice
from zhengben.fonts.metrics import Metrics
from zhengben.fonts.prepare import PreparedFont, prepare


class ChainedMetrics(Metrics):
    """Advances in em where more than one face shows a text.

    ``members`` are the faces in use, in the order of ``choice.places``.
    """

    def __init__(self, choice: FaceChoice, members: Sequence[Metrics]) -> None:
        super().__init__(members[0].path, members[0].key)
        self.members = members
        self._choice = choice
        self._by_place = dict(zip(choice.places, members, strict=True))

    def parts(self, text: str) -> Iterator[tuple[Metrics, str]]:
        """Yield a run in the parts that one face each shows, in order."""
        return ((self._by_place[place], part) for place, part in self._choice.parts(text))

    def advances(
        self, text: str, squeeze: bool, halt: bool = False, words: bool = False
    ) -> Sequence[float]:
        """Return the advance of each character of a run; a ligature's stands at its first."""
        found = list[float]()
        for face, part in self.parts(text) if text else ():
            found += face.advances(part, squeeze, halt, words)
        return found


def prepare_chains(
    choices: Mapping[str, FaceChoice],
    characters: Mapping[str, frozenset[str]],
    cache: Path,
    opened: dict[Path, Metrics],
    *,
    turned: bool = False,
) -> tuple[list[PreparedFont], dict[str, Metrics]]:
    """Prepare the faces in use, and return them with what measures by each choice.

    ``choices`` and the ``characters`` that each must show go by name. A face that several choices
    use is prepared once, with all that it has to show; fonts that were ``opened`` before are not
    opened again. ``turned`` asks for the forms that set columns.
    """
    wanted = dict[Face, frozenset[str]]()
    for name, choice in choices.items():
        for place, face in zip(choice.places, choice.faces, strict=True):
            shown = choice.shown_by(place, characters[name])
            wanted[face] = wanted.get(face, frozenset()) | shown
    fonts = {face: prepare(face, shown, cache, turned) for face, shown in wanted.items()}
    for font in fonts.values():
        if font.path not in opened:
            opened[font.path] = Metrics(font.path, font.key)
    measured = dict[str, Metrics]()
    for name, choice in choices.items():
        members = [opened[fonts[face].path] for face in choice.faces]
        measured[name] = members[0] if len(members) == 1 else ChainedMetrics(choice, members)
    return list(fonts.values()), measured
