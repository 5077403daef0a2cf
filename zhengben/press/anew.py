"""Makes the files of a document as the press would make them now, to be compared with others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from zhengben.design.assets import Assets
from zhengben.document.artefacts import Artefact
from zhengben.press.plan import Pair
from zhengben.press.publish import products
from zhengben.source.source import Source


class MadeAnew:
    """The files of a document's editions; those of a script are made together, when one is asked.

    ``pairs`` are what may be asked for; of a ``draft``, lines of the capture may be a question.
    """

    def __init__(
        self, folder: Path, assets: Assets, pairs: Iterable[Pair], *, draft: bool = False
    ) -> None:
        self._folder, self._assets, self._draft = folder, assets, draft
        self._pairs = list(dict.fromkeys(pairs))
        self._made: dict[str, dict[str, bytes]] = {}

    def file(self, artefact: Artefact) -> bytes | None:
        """Return what the file of an artefact has to be, or None where no edition makes it."""
        script = artefact.script
        if script not in self._made:
            source = Source.open(self._folder)
            declaration, _ = source.read()
            pairs = [pair for pair in self._pairs if pair[0] == script]
            made = products(source, declaration, self._assets, pairs, draft=self._draft)
            self._made[script] = dict(made)
        return self._made[script].get(artefact.file)
