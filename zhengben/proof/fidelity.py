"""Compares what a finished file says with the canonical text, character for character.

``compare`` looks both ways: what the text has and the file has not, and what the file adds.
Nothing is normalised: a compatibility form, a blank or an unseen character is a difference.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from zhengben.document.errors import UsageError
from zhengben.document.notation import Mark
from zhengben.proof.alignment import Pair, align
from zhengben.proof.characters import Edit, edits
from zhengben.proof.extraction import Block, Extraction, Fault, code_points, shown
from zhengben.proof.marks import unlike

# of each line, of each of its objects: the hashes of which it has to show one
Shown = Sequence[Sequence[frozenset[str]]]
# the media in which pictures and formulas are drawn, and not named alone
_DRAWING = ("PDF", "EPUB", "DOCX", "HTML")


class Difference(Struct, frozen=True):
    """One place where a file and the canonical text differ.

    ``kind`` is one of ``changed lost added swapped`` (characters), ``lost-paragraph
    added-paragraph split joined shifted reordered id lost-text`` (paragraphs), ``lost-mark
    added-mark`` (marks) and ``altered-object`` (pictures and formulas). ``block`` is the
    paragraph's identifier, ``paragraph`` its number in the text from 1 (0 when the text does not
    have it). ``offset`` counts in the paragraph, ``text_offset`` in the whole text, both from 0.
    ``sentence`` says it all.
    """

    kind: str
    block: str
    paragraph: int
    offset: int
    text_offset: int
    expected: str
    found: str
    sentence: str


class Proof(Struct, frozen=True):
    """The result of a proof; it holds when there are neither differences nor faults."""

    file: str
    medium: str
    paragraphs: int
    characters: int
    canonical_sha256: str
    extracted_sha256: str
    differences: tuple[Difference, ...]
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Say whether no character was lost and the file can be trusted to say so."""
        return not self.differences and not self.faults

    @property
    def failures(self) -> tuple[str, ...]:
        """Return every difference and fault as a sentence."""
        differences = [difference.sentence for difference in self.differences]
        return (*differences, *(fault.sentence for fault in self.faults))


def prove(
    path: Path,
    canonical_text: str,
    *,
    ids: Sequence[str] | None,
    references: Mapping[str, Path],
    language: str = "",
    marks: Sequence[Sequence[Mark]] = (),
    shown: Shown = (),
    sampled: bool = False,
    side: str = "",
) -> Proof:
    """Read a finished file and compare it with the canonical text.

    ``ids`` are the identifiers of the text's lines, ``references`` the font files that bear
    witness to the glyphs of a PDF, by family. ``language`` limits the proof to the paragraphs that
    the file itself says are in that language: a file in two scripts is proved twice. ``marks`` are
    those of each line, none where they are left out; ``shown`` are the hashes of which each of a
    line's pictures and formulas has to show one, where that is to be compared. Where a file is
    ``sampled``, a few characters of a PDF are drawn as well. Of a file that merges two versions a
    ``side`` is compared: what is ``new`` there and what stays, or what is ``gone``. Raises
    UsageError for a file of another kind; one that cannot be read fails the proof.
    """
    extraction = extract(path, references, sampled=sampled)
    return prove_extracted(
        path, extraction, canonical_text, ids=ids, language=language, marks=marks, shown=shown,
        side=side,
    )  # fmt: skip


def prove_extracted(
    path: Path, extraction: Extraction, canonical_text: str, *, ids: Sequence[str] | None,
    language: str = "", marks: Sequence[Sequence[Mark]] = (), shown: Shown = (), side: str = "",
) -> Proof:  # fmt: skip
    """Compare what was read from a file with the canonical text; the arguments are ``prove``'s.

    A file that holds several texts is read once and compared with each.
    """
    if language:
        blocks = tuple(b for b in extraction.blocks if b.language in (language, ""))
        extraction = replace(extraction, blocks=blocks)
    if side:
        sides = (block.read_as(side) for block in extraction.blocks)
        extraction = replace(extraction, blocks=tuple(filter(None, sides)))
    read = "".join(block.text + "\n" for block in extraction.blocks)
    return Proof(
        file=path.name,
        medium=extraction.medium,
        paragraphs=len(extraction.blocks),
        characters=sum(len(block.text) for block in extraction.blocks),
        canonical_sha256=hashlib.sha256(canonical_text.encode()).hexdigest(),
        extracted_sha256=hashlib.sha256(read.encode("utf-8", "replace")).hexdigest(),
        differences=tuple(compare(canonical_text, extraction, ids, marks, shown)),
        faults=extraction.faults,
    )


def extract(path: Path, references: Mapping[str, Path], *, sampled: bool = False) -> Extraction:
    """Read the canonical text of a finished file; the arguments are those of ``prove``."""
    # each reader is loaded only when it is needed
    if path.suffix == ".pdf":
        from zhengben.proof.pdf import extract_pdf

        return extract_pdf(path, references, sampled=sampled)
    if path.suffix == ".epub":
        from zhengben.proof.epub import extract_epub

        return extract_epub(path)
    if path.suffix == ".html":
        from zhengben.proof.html import extract_html

        return extract_html(path)
    if path.suffix == ".docx":
        from zhengben.proof.docx import extract_docx

        return extract_docx(path)
    if path.suffix == ".xml":
        from zhengben.proof.akn import extract_akn

        return extract_akn(path)
    raise UsageError(
        f"{path} is neither a PDF, an EPUB, a Word file nor Akoma Ntoso: there is nothing to prove."
    )


def compare(
    canonical_text: str,
    extraction: Extraction,
    ids: Sequence[str] | None = None,
    marks: Sequence[Sequence[Mark]] = (),
    shown: Shown = (),
) -> list[Difference]:
    """Return every difference between the canonical text and an extraction, in order.

    Each line of ``canonical_text`` is a paragraph; ``ids`` names them, one each, and ``marks`` are
    the marks of each, if there are any. ``shown`` is what the objects of each may show, in a medium
    that draws them.
    """
    lines = canonical_text.removesuffix("\n").split("\n")
    if not canonical_text.strip():
        raise ValueError("an empty text proves nothing")
    if ids is not None and len(ids) != len(lines):
        raise ValueError(f"{len(ids)} identifiers for {len(lines)} paragraphs")
    if marks and len(marks) != len(lines):
        raise ValueError(f"marks of {len(marks)} lines for {len(lines)} paragraphs")
    if extraction.medium not in _DRAWING:
        shown = ()
    return _Comparison(lines, extraction, ids, marks, shown).differences()


class _Comparison:
    """The canonical lines beside the blocks that were found."""

    def __init__(
        self,
        lines: Sequence[str],
        extraction: Extraction,
        ids: Sequence[str] | None,
        marks: Sequence[Sequence[Mark]],
        shown: Shown,
    ) -> None:
        self.lines, self.ids, self.marks = lines, ids, marks or [()] * len(lines)
        self.shown = shown
        self.blocks, self.medium = extraction.blocks, extraction.medium
        self.starts = [0]
        for line in lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def differences(self) -> list[Difference]:
        if not self.blocks:
            told = f"The {self.medium} holds none of the text's {len(self.lines)} paragraphs."
            return [self._difference("lost-text", 0, 0, self.lines[0], "", told)]
        found: list[Difference] = []
        for pair in align(self.lines, [block.text for block in self.blocks], self._same_id):
            found += self._pair(pair)
        return found

    def _same_id(self, line: int, block: int) -> bool:
        return self.ids is not None and self.ids[line] == self.blocks[block].id

    def _name(self, line: int) -> str:
        return self.ids[line] if self.ids is not None else f"paragraph {line + 1}"

    def _names(self, lines: Sequence[int]) -> str:
        return " and ".join(self._name(line) for line in lines)

    def _difference(
        self, kind: str, line: int, offset: int, expected: str, found: str, sentence: str
    ) -> Difference:
        start = self.starts[line] + offset
        return Difference(
            kind, self._name(line), line + 1, offset, start, expected, found, sentence
        )

    def _pair(self, pair: Pair) -> list[Difference]:
        blocks = [self.blocks[n] for n in pair.found]
        if not pair.expected:
            return [self._added(pair.after, block) for block in blocks]
        if not blocks:
            return [self._lost(line) for line in pair.expected]
        result: list[Difference] = []
        if pair.moved:
            result.append(self._moved(pair))
        if len(pair.expected) > 1 or len(blocks) > 1:
            result.append(self._divided(pair, blocks))
        elif self.ids is not None and not self._same_id(pair.expected[0], pair.found[0]):
            result.append(self._misnamed(pair.expected[0], blocks[0]))
        result += self._characters(pair, blocks)
        if len(pair.expected) == len(blocks) == 1:
            result += self._marks(pair.expected[0], blocks[0])
        return result

    # paragraphs

    def _added(self, after: int, block: Block) -> Difference:
        name = block.id or "a paragraph without identifier"
        where = f"after {self._name(after)}" if after >= 0 else "before the text begins"
        told = (
            f"{name}: the {self.medium} adds a paragraph {where} that the canonical text does "
            f"not have: {shown(block.text)}."
        )
        offset = self.starts[after + 1]
        return Difference("added-paragraph", block.id, 0, 0, offset, "", block.text, told)

    def _lost(self, line: int) -> Difference:
        text = self.lines[line]
        told = f"{self._name(line)}: the {self.medium} lacks this paragraph: {shown(text)}."
        return self._difference("lost-paragraph", line, 0, text, "", told)

    def _moved(self, pair: Pair) -> Difference:
        line, place = pair.expected[0], pair.found[0]
        before = self._name(line - 1) if line else "nothing"
        there = "nothing"
        if place:
            there = self.blocks[place - 1].id or shown(self.blocks[place - 1].text)
        told = (
            f"{self._name(line)}: out of order; it follows {before} in the canonical text and "
            f"{there} in the {self.medium}."
        )
        text = self.lines[line]
        return self._difference("reordered", line, 0, text, text, told)

    def _divided(self, pair: Pair, blocks: Sequence[Block]) -> Difference:
        line = pair.expected[0]
        expected = "\n".join(self.lines[n] for n in pair.expected)
        found = "\n".join(block.text for block in blocks)
        offset = next(
            (n for n, (a, b) in enumerate(zip(expected, found, strict=False)) if a != b),
            min(len(expected), len(found)),
        )
        if len(pair.expected) == 1:
            kind = "split"
            what = f"is split into {len(blocks)} paragraphs in the {self.medium}, after"
        elif len(blocks) == 1:
            kind = "joined"
            what = f"are joined into one paragraph in the {self.medium}, after"
        else:
            kind = "shifted"
            what = f"are divided at another place in the {self.medium}; see after"
        context = shown(expected[max(0, offset - 8) : offset])
        told = f"{self._names(pair.expected)}: {what} character {offset}, {context}."
        return self._difference(kind, line, offset, expected, found, told)

    def _misnamed(self, line: int, block: Block) -> Difference:
        borne = f"bears the identifier {block.id}" if block.id else "bears no identifier"
        told = f"{self._name(line)}: in the {self.medium} this paragraph {borne}."
        return self._difference("id", line, 0, self._name(line), block.id, told)

    # characters

    def _characters(self, pair: Pair, blocks: Sequence[Block]) -> list[Difference]:
        expected = "".join(self.lines[n] for n in pair.expected)
        found = "".join(block.text for block in blocks)
        return [self._character(pair.expected, edit) for edit in edits(expected, found)]

    def _character(self, lines: Sequence[int], edit: Edit) -> Difference:
        # an edit in joined lines is counted in the line where it falls
        line, offset = lines[0], edit.offset
        for following in lines[1:]:
            if offset < len(self.lines[line]):
                break
            offset -= len(self.lines[line])
            line = following
        expected, found = _named(edit.expected), _named(edit.found)
        at = f"{self._name(line)}, character {offset + 1}"
        if edit.kind == "lost":
            told = f"{at}: the {self.medium} lacks {expected}"
        elif edit.kind == "added":
            told = f"{at}: the {self.medium} adds {found}"
        elif edit.kind == "swapped":
            told = f"{at}: the {self.medium} has {expected} in the order {found}"
        else:
            told = f"{at}: the canonical text reads {expected}, the {self.medium} reads {found}"
        told += f": {shown(edit.expected_context, 40)} against {shown(edit.found_context, 40)}."
        return self._difference(edit.kind, line, offset, edit.expected, edit.found, told)

    # marks

    def _marks(self, line: int, block: Block) -> list[Difference]:
        result = list[Difference]()
        for kind, mark, clause in unlike(self.lines[line], self.marks[line], block.marks):
            at = f"{self._name(line)}, character {mark.start + 1}"
            told = f"{at}: the {self.medium} {clause}."
            result.append(self._difference(kind, line, mark.start, mark.kind, mark.value, told))
        return result if result or not self.shown else list(self._objects(line, block))

    def _objects(self, line: int, block: Block) -> Iterator[Difference]:
        """Compare what is drawn with what the pictures and formulas of a line show."""
        objects = [mark for mark in self.marks[line] if mark.form == "object"]
        for mark, allowed, found in zip(objects, self.shown[line], block.shown, strict=True):
            # Word's own formulas are known by the source that they tell
            if found in allowed or (self.medium == "DOCX" and mark.kind == "math"):
                continue
            name = "picture" if mark.kind == "image" else "formula"
            told = (
                f"{self._name(line)}, character {mark.start + 1}: the {self.medium} does not show "
                f"the {name} {shown(mark.file or mark.value)} as it is."
            )
            yield self._difference("altered-object", line, mark.start, mark.value, found, told)


def _named(text: str) -> str:
    """Return characters with their code points, by name where nothing of them would be seen."""
    unseen = len(text) == 1 and unicodedata.category(text)[0] in "CZM"
    name = unicodedata.name(text, "a control character") if unseen else text[:40]
    return f"{name} ({code_points(text)})"
