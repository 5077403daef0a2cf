"""What became of each document of a run: one that is refused keeps nobody else from going on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from zhengben.cli.failures import sentence
from zhengben.cli.folders import chosen_content, chosen_output
from zhengben.cli.tasks import Outcome
from zhengben.document.errors import ZhengbenError
from zhengben.document.shown import shown


class RefusedError(ZhengbenError):
    """The only document of a run was refused; the sentence and status are those of the reason."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.exit_status = status


class Tally:
    """Counts what became of the documents of a run; ``status`` is the highest of theirs."""

    def __init__(self, arguments: argparse.Namespace, documents: int) -> None:
        self._folders = chosen_content(arguments), chosen_output(arguments)
        self._alone = documents == 1
        self._rows: list[tuple[str, str]] = []
        self.status = 0

    def add(self, document: str, told: str, status: int) -> None:
        """Note what became of a document."""
        self._rows.append((document, told))
        self.status = max(self.status, status)

    def took(self, outcome: Outcome) -> bool:
        """Tell what a document was refused for, where it was; return whether it was not."""
        if not outcome.refused:
            return True
        if self._alone:
            raise RefusedError(outcome.refused, outcome.status)
        print(f"zhengben: {outcome.refused}", file=sys.stderr)
        how = "left" if outcome.left else "refused"
        self.add(outcome.document, f"{how}: {outcome.refused}", outcome.status)
        return False

    @contextmanager
    def going_on(self, document: str) -> Iterator[None]:
        """Tell what a document is refused for, and go on with the next one if there is one."""
        try:
            yield
        except (ZhengbenError, OSError) as error:
            # standard output that takes no more ends the whole run
            if self._alone or (isinstance(error, OSError) and error.filename is None):
                raise
            told = error if isinstance(error, ZhengbenError) else sentence(error, *self._folders)
            print(f"zhengben: {shown(str(told))}", file=sys.stderr)
            self.add(document, f"refused: {shown(str(told))}", told.exit_status)

    def tell(self) -> None:
        """Print one line a document, where there are several."""
        if self._alone:
            return
        width = max(len(document) for document, _ in self._rows)
        print()
        for document, told in self._rows:
            print(f"{document:<{width}}  {told}")
