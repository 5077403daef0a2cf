"""The declaration in fewer paragraphs: whatever its pages have, in half the time.

Six pages of the handout have notes on each, figures, marks side by side, paragraphs that turn a
page at its foot, and six signatories.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.small_documents import write_document
from zhengben.document.declaration import Declaration


def short_declaration(
    content: Path, whole: Declaration, editions: Sequence[str] = ("handout",)
) -> Path:
    """Write it into ``content`` and return its folder; instruments are those of the project."""
    lines = [line.text for line in whole.lines]
    signed = [(one.office.text, one.name.text) for one in whole.signatories]
    return write_document(
        content,
        whole.id,
        whole.title_lines,
        lines[1:11] + lines[17:24],
        signed,
        closing=lines[-1],
        editions=editions,
    )
