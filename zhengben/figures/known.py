"""What each object of a text is to show, by which a finished file is compared with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from zhengben.document.declaration import Declaration
from zhengben.document.lines import Line
from zhengben.document.notation import Mark
from zhengben.document.provenance import KnownObjects, ObjectFile

# by line, then by object of the line in order: the hashes of what may be shown for it
Shown = Sequence[Sequence[frozenset[str]]]


def objects_of(declaration: Declaration) -> dict[str, ObjectFile]:
    """Return the files of pictures and formulas by name."""
    return {o.file: o for o in declaration.objects}


def shown_of(declaration: Declaration) -> Shown:
    """Return what may be shown for the objects of each line: the file's bytes, or what is drawn."""
    files = objects_of(declaration)
    return [
        [_shown(mark, line, files) for mark in line.marks if mark.form == "object"]
        for line in declaration.lines
    ]


def known_objects(declaration: Declaration) -> KnownObjects:
    """Return what the pictures and formulas of a text may draw, and in which colours."""
    drawn = {digest for line in shown_of(declaration) for digests in line for digest in digests}
    profiles = frozenset(o.profile_sha256 for o in declaration.objects if o.profile_sha256)
    return KnownObjects(frozenset(drawn - {""}), profiles)


def undrawn(declaration: Declaration) -> Iterator[str]:
    """Yield a sentence for each formula that cannot be drawn, and stands as its source."""
    for line, digests in zip(declaration.lines, shown_of(declaration), strict=True):
        objects = [mark for mark in line.marks if mark.form == "object"]
        for mark, allowed in zip(objects, digests, strict=True):
            if mark.kind == "math" and "" in allowed:
                told = mark.file or mark.value
                yield f"{line.id}: the formula “{told[:40]}” is not drawn; its source is printed."


def _shown(mark: Mark, line: Line, files: dict[str, ObjectFile]) -> frozenset[str]:
    if found := files.get(mark.file):
        more = (found.mathml_sha256,) if found.mathml_sha256 else ()
        return frozenset((found.sha256, found.shown_sha256, *more))
    return _of_latex(mark.value, line.is_object)


# each check of each file of a text asks for all of them
@lru_cache(maxsize=1000)
def _of_latex(latex: str, alone: bool) -> frozenset[str]:
    """Return the hashes of a formula in LaTeX: of its outlines and of its MathML.

    That of outlines is empty where it cannot be drawn, and its source stands for it.
    """
    from zhengben.figures.formulas import draw, mathml_of, mathml_sha256, source_mathml

    mathml = mathml_of(latex, alone=alone)
    made = draw(mathml) if mathml else None
    digest = mathml_sha256(mathml or source_mathml(latex))
    return frozenset((made.digest if made else "", digest))
