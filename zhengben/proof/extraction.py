"""What an extractor finds in a finished file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of canonical text as a file has it; ``id`` is its anchor there."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The canonical blocks of a file in reading order, and what is wrong with the file."""

    blocks: tuple[Block, ...]
    faults: tuple[str, ...]
