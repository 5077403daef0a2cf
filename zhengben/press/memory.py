"""Writes the records of documents when the stamps of their files have settled.

A file that was put in place this moment could be changed once more within the same tick of the
clock, and its stamp would not tell. So its record is written a little later, while the next
document is made; only the last one of a run is waited for.
"""

from __future__ import annotations

import time
from pathlib import Path

from zhengben.files.stamps import FINE_GRAIN_NS, now
from zhengben.press.record import Basis, Record, artefact_stamps, read_record, write_record


class Memory:
    """Remembers what was published in a run; leaving it writes what is not written yet."""

    def __init__(self, output: Path) -> None:
        self.output = output
        self._waiting: list[tuple[int, str, Basis]] = []

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *_: object) -> None:
        self.settle(wait=True)

    def add(self, document: str, basis: Basis | None) -> None:
        """Have a document remembered, and write down those before it."""
        self.settle()
        if basis is not None:
            self._waiting.append((now(), document, basis))

    def settle(self, *, wait: bool = False) -> None:
        """Write the records of those whose files have settled; ``wait`` until all of them have."""
        while self._waiting:
            since, document, basis = self._waiting[0]
            left = since + FINE_GRAIN_NS - now()
            if left > 0 and not wait:
                return
            time.sleep(max(0, left) / 1e9)
            self._waiting.pop(0)
            _write(self.output, document, basis)


def _write(output: Path, document: str, basis: Basis) -> None:
    stamps = artefact_stamps(output / document, basis.listed)
    requests: tuple[str, ...] = (basis.request,)
    old = read_record(output, document)
    # what was asked for before is among the files still, unless some were taken away
    if (
        old is not None
        and old.fingerprint == basis.fingerprint
        and old.artefacts
        and old.artefacts.keys() <= basis.listed.keys()
    ):
        requests = tuple(dict.fromkeys((*old.requests, basis.request)))
    write_record(
        output,
        document,
        Record(
            basis.fingerprint, basis.surroundings, basis.document, stamps, requests, basis.parts
        ),
    )
