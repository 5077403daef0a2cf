"""What is found in an edition that is looked at: the doubts of lint, and checks of the file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from zhengben.checks import fidelity, grids, layout, web, word
from zhengben.checks.catalogue import examine, subjects_of
from zhengben.checks.ebook import look_inside
from zhengben.checks.finding import Finding
from zhengben.document.artefacts import Artefact, sha256
from zhengben.document.errors import ZhengbenError
from zhengben.emendation.lint import lint
from zhengben.preview.views import MadeView
from zhengben.preview.workshop import Workshop

# the families that take no program beside and no second
_FAMILIES = (fidelity, grids, layout, web, word)


class ShownFinding(Struct, frozen=True):
    """A finding beside what it is of: its code, the place and the sentence."""

    code: str
    place: str
    sentence: str


def findings(shop: Workshop, name: str, script: str, edition: str) -> Iterator[ShownFinding]:
    """Yield what lint doubts of a document, and what checks find in an edition of it."""
    view = shop.view(name, script, edition)
    try:
        document = shop.document(name)
        _, unknown = document.source.read()
        _, ledger = document.source.derive()
    except ZhengbenError as error:
        yield ShownFinding("", name, str(error))
        return
    if document.edited:
        yield ShownFinding("", "canonical.txt", document.edited)
    for doubt in lint(document.declaration, ledger, document.source.capture):
        yield ShownFinding(doubt.code, f"canonical.txt:{doubt.line}", doubt.sentence)
    for title in unknown:
        yield ShownFinding("C-010", title.line_id, f"the register does not know {title.title}.")
    if not view.error:
        yield from _checked(name, view, script, edition)


def _checked(name: str, view: MadeView, script: str, edition: str) -> Iterator[ShownFinding]:
    texts = dict(zip(view.tags, view.texts, strict=True))
    tag = "+".join(texts)
    product = view.product
    # checks read files: this one lies where nobody publishes
    with tempfile.TemporaryDirectory(prefix="zhengben-preview-") as there:
        path = Path(there) / f"{name}.{tag}.{product.suffix}"
        path.write_bytes(product.data)
        artefact = Artefact(
            path.name, edition, tag, product.media_type, len(product.data), product.pages,
            product.claims, sha256(product.data),
        )  # fmt: skip
        for subject in subjects_of(path, artefact, texts):
            for family in _FAMILIES:
                for found in examine(family, subject):
                    if isinstance(found, Finding):
                        yield ShownFinding(found.code, found.place, found.sentence)
            if product.media_type == "application/epub+zip":
                for found in look_inside(subject):
                    if isinstance(found, Finding) and found.code != "E-205":
                        yield ShownFinding(found.code, found.place, found.sentence)
