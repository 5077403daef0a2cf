"""The galley of an official document in an edition that sets its parts where GB/T 9704 has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import ClassVar

from msgspec.structs import replace

from zhengben.design.wording import Words
from zhengben.document.declaration import Declaration
from zhengben.document.lines import Block, Line
from zhengben.document.official import IMPRINT
from zhengben.pagination.galley import Galley
from zhengben.pagination.page_breaker import Slug
from zhengben.pagination.slugs import ItemLine, slug
from zhengben.typesetting.boxes import SetNote, SetParagraph, SetTitle
from zhengben.typesetting.compositor import Compositor
from zhengben.typesetting.headings import SetLine
from zhengben.typesetting.official import OfficialSetter
from zhengben.typesetting.sections_of_taiwan import SectionSetter
from zhengben.typesetting.titles import set_title

OFFICIAL = "official-document"


def galley_of(
    declaration: Declaration, compositor: Compositor, notes: Mapping[str, SetNote], words: Words
) -> Galley:
    """Return the galley that suits a declaration and the edition it is set for."""
    official = compositor.edition.official and declaration.genre == OFFICIAL
    return (OfficialGalley if official else Galley)(declaration, compositor, notes, words)


class OfficialGalley(Galley):
    """Yields the slugs of an official document."""

    sealed: ClassVar = True

    def __init__(
        self, declaration: Declaration, compositor: Compositor, notes: Mapping[str, SetNote],
        words: Words,
    ) -> None:  # fmt: skip
        super().__init__(declaration, compositor, notes, words)
        self.official = OfficialSetter(declaration, compositor)
        self.sections = SectionSetter(declaration, compositor)
        # where nobody signed, as in minutes, the foot of the last page ends the text itself
        ended = not declaration.signing and not self._annex_blocks()
        lines = reversed(declaration.body) if ended else ()
        self.imprinted = [*takewhile(lambda line: line.part in IMPRINT, lines)][::-1]

    def opening(self) -> Iterator[Slug[ItemLine]]:
        """Yield the parts above the text, which stay together."""
        for line in self.official.opening():
            if line is self.declaration.title:
                title = self.official.title(set_title(self.declaration, self.compositor))
                yield from self._standing(title, title.height_pt, keep_next=True)
            else:
                item, height = self.official.front(line)
                yield slug(item, height, keep_next=True, notes=self.foot(line))

    def signing(self, *, apart: bool) -> Iterator[Slug[ItemLine]]:
        """Yield who signed and the date, with the room for a seal."""
        made = self.official.signing()
        noted = any(line.part == "annotation" for line in self.declaration.annexes)
        for number, (item, height) in enumerate(made, 1):
            kept = number < len(made) or noted
            yield slug(item, height, keep_next=kept, notes=self.foot(item.line))

    def behind(self) -> Iterator[Slug[ItemLine]]:
        """Yield the note below the date and, where no annex follows, the foot of the last page."""
        for line in self.declaration.annexes:
            if isinstance(line, Line) and line.part == "annotation":
                item, height = self.official.behind(line)
                yield slug(item, height, notes=self.foot(line))
        if not self._annex_blocks():
            yield from self._imprint()

    def annexes(self) -> Iterator[list[Slug[ItemLine]]]:
        """Yield each annex by itself, the last one with the foot of the last page."""
        made = list(super().annexes())
        for number, annex in enumerate(made, 1):
            yield [*annex, *self._imprint()] if number == len(made) else annex

    def _annex_blocks(self) -> tuple[Block, ...]:
        apart = ("annotation", *IMPRINT)
        blocks = super()._annex_blocks()
        return tuple(b for b in blocks if not (isinstance(b, Line) and b.part in apart))

    def _imprint(self) -> Iterator[Slug[ItemLine]]:
        if lines := [*self.imprinted, *(n for n in self.declaration.annexes if n.part in IMPRINT)]:
            imprint = self.official.imprint(lines)
            yield slug(imprint, imprint.height_pt, above_pt=self.edition.leading_pt)

    def set_paragraph(self, line: Line) -> SetParagraph:
        """Set a paragraph; one of Taiwan's sections and items hangs behind its name or number."""
        taiwan = self.sections
        return taiwan.paragraph(line) if taiwan.sets(line) else super().set_paragraph(line)

    def _paragraph(self, line: Line, *, keep_next: bool = False) -> Iterator[Slug[ItemLine]]:
        if line in self.imprinted:
            return
        if line.part not in ("addressee", "enclosures", "attendance"):
            yield from super()._paragraph(line, keep_next=keep_next)
            return
        item, height = self.official.paragraph(line)
        yield slug(item, height, keep_next=line.part == "addressee", notes=self.foot(line))

    def _standing(
        self, item: SetLine | SetTitle, height_pt: float, *, keep_next: bool = False,
        above_pt: float = 0.0,
    ) -> Iterator[Slug[ItemLine]]:  # fmt: skip
        if item.line.id in self.official.annex_titles:
            made, height_pt = self.official.annex_title(item.line)
            item = replace(made, bookmark=getattr(item, "bookmark", 0))
        yield from super()._standing(item, height_pt, keep_next=keep_next, above_pt=above_pt)
