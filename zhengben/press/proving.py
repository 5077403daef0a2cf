"""Proves finished files against the texts they hold, before any of them is put in its place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ZhengbenError
from zhengben.figures.known import shown_of
from zhengben.timing import span


class FidelityError(ZhengbenError):
    """A finished artefact does not say what the canonical text says."""


def prove_text(artefacts: Sequence[Artefact], declaration: Declaration, folder: Path) -> None:
    """Prove files against a text; raise FidelityError."""
    # the proof's own libraries are part of what it costs
    with span("proof"):
        from zhengben.design.faces import known_faces
        from zhengben.proof.fidelity import prove

        lines = declaration.lines
        references = {face.key: face.path for face in known_faces().values()}
        for artefact in artefacts:
            proof = prove(
                folder / artefact.file, declaration.text, ids=[line.id for line in lines],
                references=references, marks=[line.marks for line in lines],
                shown=shown_of(declaration), sampled=True,
            )  # fmt: skip
            _require(artefact, proof.failures)


def prove_beside(
    artefacts: Sequence[Artefact], edition: str, tags: Sequence[str],
    texts: Sequence[Declaration], folder: Path,
) -> None:  # fmt: skip
    """Prove files against each of the texts that stand beside one another in them, or merged.

    A file is read once, however many texts it holds. Raises FidelityError.
    """
    with span("proof"):
        from zhengben.comparison.versions import anchors_beside, shown_beside, side_of
        from zhengben.design.faces import known_faces
        from zhengben.proof.fidelity import extract, prove_extracted

        references = {face.key: face.path for face in known_faces().values()}
        shown = [shown_beside(edition, texts, n) for n in range(len(texts))]
        anchors = [anchors_beside(edition, texts, n, tag) for n, tag in enumerate(tags)]
        for artefact in artefacts:
            path = folder / artefact.file
            extraction = extract(path, references, sampled=True)
            for n, (lines, ids, tag) in enumerate(zip(shown, anchors, tags, strict=True)):
                side = side_of(edition, n)
                # such a file has words in the place of figures
                proof = prove_extracted(
                    path, extraction, "".join(f"{line.text}\n" for line in lines), ids=ids,
                    language="" if side else tag, marks=[line.marks for line in lines], side=side,
                )  # fmt: skip
                _require(artefact, proof.failures)


def _require(artefact: Artefact, failures: Sequence[str]) -> None:
    if failures:
        raise FidelityError(f"{artefact.file}: {failures[0]}")
