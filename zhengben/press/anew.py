"""Makes the files of a document as the press would make them now, to be compared with others."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhengben.design.assets import Assets
from zhengben.document.artefacts import Artefact
from zhengben.press.plan import Pair
from zhengben.press.publish import products
from zhengben.source.source import Source


class MadeAnew:
    """The files of a document's editions; those of a script are made together, when one is asked.

    ``source`` opens the document when it is needed; ``pairs`` are what may be asked for. Of a
    ``draft``, lines of the capture may be a question.
    """

    def __init__(
        self,
        source: Callable[[], Source],
        assets: Assets,
        pairs: Iterable[Pair],
        *,
        draft: bool = False,
    ) -> None:
        self._source, self._assets, self._draft = source, assets, draft
        self._pairs = list(dict.fromkeys(pairs))
        self._made: dict[str, dict[str, bytes]] = {}

    def file(self, artefact: Artefact) -> bytes | None:
        """Return what the file of an artefact has to be, or None where no edition makes it."""
        script = artefact.script
        if script not in self._made:
            source = self._source()
            declaration, _ = source.read()
            pairs = [pair for pair in self._pairs if pair[0] == script]
            made = products(source, declaration, self._assets, pairs, draft=self._draft)
            self._made[script] = dict(made)
        return self._made[script].get(artefact.file)
