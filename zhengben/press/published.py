"""What is asked of the press and what became of it: light, since it goes between processes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from zhengben.document.artefacts import Artefact
from zhengben.press.record import Basis, request

# what is made, by its script and edition, and one sentence
Reason = tuple[str, str]


class Wish(Struct, frozen=True):
    """What is asked for: see :func:`zhengben.press.publish.publish`."""

    editions: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    everything: bool = False
    force: bool = False
    accept_open_questions: bool = False
    # of another version of the text, the day from which it read so
    day: datetime.date | None = None

    @property
    def request(self) -> str:
        """Return it as one text, apart from ``force``, which asks for the same files."""
        return request(
            self.editions, self.scripts,
            everything=self.everything, draft=self.accept_open_questions,
        )  # fmt: skip


class Published(Struct, frozen=True):
    """A document's folder in ``dist/``; ``made`` is false when it was up to date already.

    ``remarks`` are findings that only a strict run counts.
    ``artefacts`` are those made now, ``kept`` those of earlier builds that stand beside them, and
    ``removed`` files that were there and belong to the document no more. ``altered`` are the names
    under which files are kept that somebody had changed, ``strangers`` files that nobody here made.
    ``reasons`` say why each edition was made; ``basis`` is what :mod:`zhengben.press.memory` keeps.
    ``unproved`` counts, by file, the characters of a draft's text that are shown as 〓.
    ``reduced`` are sentences on tables that were too wide for their pages, one a table.
    """

    document: str
    folder: Path
    artefacts: tuple[Artefact, ...]
    made: bool
    findings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    kept: tuple[Artefact, ...] = ()
    removed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    basis: Basis | None = None
    unproved: Mapping[str, int] = field(default_factory=dict)
    reduced: tuple[str, ...] = ()
