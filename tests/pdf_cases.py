"""Ways to falsify a tagged PDF, each with what the proof has to find: kinds and fault codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import mutate
import mutate_structure

from zhengben.proof.fidelity import Proof

Mutation = Callable[[Path, Path], Path]


def codes(edit: Callable[[bytes], bytes]) -> Mutation:
    return partial(mutate.edit_codes, edit=edit)


def shown_as(operators: str) -> Mutation:
    return partial(mutate_structure.before_text, operators=operators)


def mapped_to(text: str) -> Mutation:
    def mutation(source: Path, target: Path) -> Path:
        return mutate.map_to(source, target, mutate.two_codes(source)[0], text)

    return mutation


CASES: dict[str, tuple[Mutation, set[str]]] = {
    "a character altered": (codes(lambda c: c[:4] + c[8:10] + c[6:]), {"changed"}),
    "a character deleted": (codes(lambda c: c[:4] + c[6:]), {"lost"}),
    "a character inserted": (codes(lambda c: c[:4] + c[8:10] + c[4:]), {"added"}),
    "two characters swapped": (codes(lambda c: c[:4] + c[6:8] + c[4:6] + c[8:]), {"swapped"}),
    "half a code": (codes(lambda c: c[:-1]), {"half-code"}),
    "a map that lies": (mutate.lie_in_map, {"glyph"}),
    "a map that lies in step with the page": (mutate.lie_in_step, {"glyph"}),
    "outlines that lie": (mutate.lie_in_outlines, {"glyph"}),
    "a glyph mapped to nothing": (mapped_to(""), {"no-unicode"}),
    "a glyph mapped to the replacement character": (mapped_to("\ufffd"), {"no-unicode"}),
    "a glyph mapped to private use": (mapped_to("\ue000"), {"no-unicode"}),
    "a glyph mapped to a compatibility form": (mapped_to("\uf900"), {"changed", "glyph"}),
    "text made an artifact": (mutate_structure.artifact, {"lost"}),
    "text without a mark": (mutate_structure.unmarked, {"loose-text"}),
    "content referred to twice": (mutate_structure.duplicate_reference, {"mcid-shared"}),
    "content that is not there": (mutate_structure.missing_content, {"mcid-missing"}),
    "content outside the tree": (mutate_structure.loose_content, {"mcid-unused", "lost"}),
    "a paragraph split": (mutate_structure.split, {"split"}),
    "two paragraphs joined": (mutate_structure.join, {"joined"}),
    "two paragraphs swapped": (mutate_structure.swap_paragraphs, {"reordered"}),
    "a paragraph made a note": (mutate_structure.drop_paragraph, {"lost-paragraph"}),
    "a number made text": (mutate_structure.reveal_number, {"added"}),
    "one identifier twice": (mutate_structure.same_id, {"id-twice", "id"}),
    "an identifier missing": (mutate_structure.no_id, {"no-id", "id"}),
    "text drawn invisibly": (shown_as("3 Tr"), {"unseen"}),
    "text drawn off the page": (shown_as("1 0 0 1 9000 0 Tm"), {"unseen"}),
    "text drawn too small": (shown_as("0.001 0 0 0.001 60 60 Tm"), {"unseen"}),
    "lines set over one another": (shown_as("1 0 0 1 60 500 Tm"), {"order"}),
    "lines set in another order": (mutate_structure.reverse_lines, {"order"}),
    "glyphs set back over others": (mutate_structure.set_back, {"order"}),
    "no structure tree": (mutate_structure.untagged, {"untagged", "lost-text"}),
}


def found(proof: Proof) -> set[str]:
    """Return the kinds of difference and the fault codes of a proof."""
    return {d.kind for d in proof.differences} | {f.code for f in proof.faults}
