"""How a reader calls a line of the text: “第12段”, the article it stands in, or the part."""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration


def places(declaration: Declaration, words: Words) -> Iterator[tuple[str, str]]:
    """Yield how each line is called, by its anchor."""
    for line in declaration.opening:
        yield line.id, words.title_page
    for line in declaration.preamble:
        yield line.id, words.preamble
    for lines, part in (
        (declaration.paragraphs, words.text),
        (declaration.signing, words.signatories),
        (declaration.annexes, words.text),
    ):
        for line in lines:
            # what stands under an article, or in an annex, is called by it
            if line.role in ("article", "annex", "heading"):
                part = line.label.rstrip("、.．") or line.text
            yield line.id, words.paragraph.format(line.number) if line.number else part
