"""What a finished file was found to say: its blocks of text, and what is wrong with the file."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.notation import OBJECT, Mark


class TextSide(Struct, frozen=True):
    """A stretch of a paragraph that one of two versions has alone; ``kind`` is new or gone."""

    start: int
    end: int
    kind: str


class Block(Struct, frozen=True):
    """A paragraph as the file has it, without apparatus.

    ``id`` is its identifier in the file, or empty; ``places`` says where it stands (the pages of
    a PDF, the documents of an EPUB), and ``offsets``, for a PDF, which character comes first there;
    ``language`` is the tag of its language, where the file says. ``marks`` are what the file marks
    in it, in their one order; ``shown`` is the hash of what is drawn for each object among them,
    empty where words stand for it. ``sides`` are the stretches that a file which merges two
    versions has from one of them alone: ``new`` or ``gone``.
    """

    id: str
    text: str
    places: tuple[str, ...] = ()
    offsets: tuple[int, ...] = ()
    language: str = ""
    marks: tuple[Mark, ...] = ()
    shown: tuple[str, ...] = ()
    sides: tuple[TextSide, ...] = ()

    def read_as(self, side: str) -> Block | None:
        """Return what one version has of the paragraph, ``new`` or ``gone``; None for nothing."""
        other = [each for each in self.sides if each.kind != side]
        if not other:
            return self
        kept = [n for n in range(len(self.text)) if not any(o.start <= n < o.end for o in other)]
        if not kept:
            return None
        before = {at: n for n, at in enumerate((*kept, len(self.text)))}

        def moved(mark: Mark) -> Mark:
            start = next(n for at, n in before.items() if at >= mark.start)
            end = next(n for at, n in before.items() if at >= mark.end)
            return replace(mark, start=start, end=end)

        inside = (any(o.start <= m.start and m.end <= o.end for o in other) for m in self.marks)
        marks = tuple(moved(m) for m, gone in zip(self.marks, inside, strict=True) if not gone)
        objects = [n for n, character in enumerate(self.text) if character == OBJECT]
        shown = tuple(s for n, s in zip(objects, self.shown, strict=False) if n in before)
        text = "".join(self.text[n] for n in kept)
        return replace(self, text=text, marks=marks, shown=shown, sides=())


class Fault(Struct, frozen=True):
    """Something about the file, other than its wording, that makes its text untrustworthy.

    ``code`` is stable and short, ``place`` is a page, a document or a font, ``sentence`` says it.
    """

    code: str
    place: str
    sentence: str


class Extraction(Struct, frozen=True):
    """All that was read from a file; ``medium`` is ``PDF``, ``EPUB``, ``HTML``, ``DOCX``, ``XML``.

    ``pages`` is how many pages a PDF has.
    """

    medium: str
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...] = ()
    pages: int = 0


def unreadable(medium: str, why: str) -> Extraction:
    """Return what is found in a file that cannot be read: nothing, and why."""
    sentence = f"The {medium} cannot be read: {why}"
    return Extraction(medium, (), (Fault("unreadable", "file", sentence),))


def shown(text: str, most: int = 24) -> str:
    """Return text in quotes for a sentence, cut to ``most`` characters, control characters seen."""
    visible = "".join(chr(0x2400 + ord(c)) if ord(c) < 32 else c for c in text)
    return f"“{visible[:most]}…”" if len(visible) > most else f"“{visible}”"


def code_points(text: str, most: int = 8) -> str:
    """Return the code points of a text as ``U+570B U+969B``, cut to ``most``."""
    points = " ".join(f"U+{ord(c):04X}" for c in text[:most])
    return f"{points} …" if len(text) > most else points
