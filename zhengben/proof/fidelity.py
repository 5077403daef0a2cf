"""Compares what a file says with the canonical text, character for character, both ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from zhengben.errors import UsageError
from zhengben.proof.extraction import Block, Extraction


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one file: nothing in ``failures`` means that it says the canonical text."""

    file: str
    characters: int
    failures: tuple[str, ...]


def prove(
    path: Path, canonical: str, *, ids: Sequence[str], references: Mapping[str, Path]
) -> Proof:
    """Prove a finished PDF or EPUB against the canonical text, whose lines bear ``ids``."""
    if path.suffix == ".pdf":
        from zhengben.proof.pdf import extract_pdf

        extraction = extract_pdf(path, references)
    elif path.suffix == ".epub":
        from zhengben.proof.epub import extract_epub

        extraction = extract_epub(path)
    else:
        raise UsageError(f"{path.name} is neither a PDF nor an EPUB.")
    failures = [*compare(canonical, ids, extraction.blocks), *extraction.faults]
    return Proof(path.name, len(canonical), tuple(failures))


def compare(canonical: str, ids: Sequence[str], blocks: Sequence[Block]) -> list[str]:
    """Return one sentence for each difference, paragraph boundaries and anchors included."""
    expected = [
        Block(name, text) for name, text in zip(ids, canonical.split("\n")[:-1], strict=True)
    ]
    if list(blocks) == expected:
        return []
    differences: list[str] = []
    starts = [0]
    for block in expected:
        starts.append(starts[-1] + len(block.text) + 1)
    keys = [block.text for block in expected], [block.text for block in blocks]
    for verb, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if verb == "equal":
            differences += [
                f"the paragraph {wanted.id} bears the anchor “{got.id}”"
                for wanted, got in zip(expected[a:b], blocks[c:d], strict=True)
                if wanted.id != got.id
            ]
        elif verb == "replace" and b - a == d - c:
            for n, (wanted, got) in enumerate(zip(expected[a:b], blocks[c:d], strict=True), a):
                differences.append(_first_difference(wanted, got, starts[n]))
        else:
            lost = "、".join(block.id for block in expected[a:b]) or "nothing"
            found = " | ".join(block.text[:12] for block in blocks[c:d]) or "nothing"
            differences.append(
                f"where the canonical text has {lost} (offset {starts[a]}), the file has {found}"
            )
    return differences


def _first_difference(wanted: Block, got: Block, start: int) -> str:
    pairs = enumerate(zip(wanted.text, got.text, strict=False))
    short = min(len(wanted.text), len(got.text))
    at = next((n for n, (a, b) in pairs if a != b), short)
    context = wanted.text[max(0, at - 4) : at + 5]
    return (
        f"{wanted.id}, character {at + 1} (offset {start + at}): the canonical text reads "
        f"{_name(wanted.text, at)}, the file {_name(got.text, at)}, in “{context}”"
    )


def _name(text: str, at: int) -> str:
    return f"{text[at]} (U+{ord(text[at]):04X})" if at < len(text) else "the end of the paragraph"


__all__ = ["Block", "Extraction", "Proof", "compare", "prove"]
