"""What became of each document of a run: one that is refused keeps nobody else from going on."""

from __future__ import annotations

import sys
from collections import Counter

from zhengben.cli.tasks import Outcome
from zhengben.document.errors import ZhengbenError

# of more documents than this, those of which nothing is to be said are only counted
_MOST_LISTED = 40


class RefusedError(ZhengbenError):
    """The only document of a run was refused; the sentence and status are those of the reason."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.exit_status = status


class Tally:
    """Counts what became of the documents of a run; ``status`` is the highest of theirs."""

    def __init__(self, documents: int) -> None:
        self._alone = documents == 1
        self._rows: list[tuple[str, str, bool]] = []
        self.refused: dict[str, str] = {}
        self.status = 0

    def add(self, document: str, told: str, status: int, *, clean: bool = False) -> None:
        """Note what became of a document; of a ``clean`` one nobody need be told among many."""
        self._rows.append((document, told, clean))
        self.status = max(self.status, status)

    def took(self, outcome: Outcome) -> bool:
        """Tell what a document was refused for, where it was; return whether it was not."""
        if not outcome.refused:
            return True
        if self._alone:
            raise RefusedError(outcome.refused, outcome.status)
        print(f"zhengben: {outcome.refused}", file=sys.stderr)
        how = "left" if outcome.left else "refused"
        self.refused[outcome.document] = outcome.refused
        self.add(outcome.document, f"{how}: {outcome.refused}", outcome.status)
        return False

    def tell(self) -> None:
        """Print one line a document, where there are several; of many, those to be looked at."""
        if self._alone or not self._rows:
            return
        many = len(self._rows) > _MOST_LISTED
        rows = [(name, told) for name, told, clean in self._rows if not (many and clean)]
        width = max((len(name) for name, _ in rows), default=0)
        print()
        for document, told in rows:
            print(f"{document:<{width}}  {told}")
        if many:
            kinds = Counter(told for _, told, clean in self._rows if clean)
            counted = [f"{told}: {count:,}" for told, count in kinds.most_common(5)]
            counted += [f"listed above: {len(rows):,}"] if rows else []
            print(f"{len(self._rows):,} documents; {'; '.join(counted)}")
