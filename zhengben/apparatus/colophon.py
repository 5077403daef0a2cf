"""The facts of the colophon in print: what an edition is, where its text comes from and goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhengben.apparatus.clauses import clauses
from zhengben.apparatus.variant_notes import variant_notes
from zhengben.design.faces import Face
from zhengben.design.language_wording import language_words
from zhengben.design.variant_wording import witness_words
from zhengben.design.wording import Words, draft_words, unshown_words
from zhengben.document.dates import chinese_date
from zhengben.document.declaration import Declaration


def facts(
    declaration: Declaration, edition: str, words: Words, faces: Sequence[Face], tool: str
) -> list[tuple[str, str]]:
    """Return the rows of the colophon, term and value; a row with no value is left out."""
    known = declaration.provenance
    series = "；".join(
        f"{label}：{words.work.format(work.title, work.year)}"
        for label, work in (
            (words.predecessor, declaration.predecessor),
            (words.successor, declaration.successor),
        )
        if work
    )
    rows = [
        *drafted(declaration),
        (words.nature, words.nature_value),
        (words.edition, words.editions.get(edition, "")),
        (words.issuer, declaration.organ),
        (words.source, words.source_value.format(known.source, chinese_date(known.received))),
        *beside(declaration, words),
        *clauses(declaration, words),
        (words.rights, declaration.rights),
        (words.series_label, series),
        (words.script_label, script_fact(declaration, words)),
        (words.canonical_sha256, known.canonical_sha256),
        (words.text_sha256, declaration.conversion.text_sha256 if declaration.conversion else ""),
        (words.fonts, _faces_by_licence(faces, words)),
        (words.made, tool),
    ]
    return [(term, value) for term, value in rows if value]


def _faces_by_licence(faces: Sequence[Face], words: Words) -> str:
    families = dict[str, dict[str, None]]()
    for face in faces:
        families.setdefault(face.licence, {})[face.family] = None
    told = [words.fonts_value.format("、".join(f), licence) for licence, f in families.items()]
    return "；".join((*told, *filter(None, (words.fonts_note,))))


def drafted(declaration: Declaration) -> tuple[tuple[str, str], ...]:
    """Return the rows of a draft: lines of its capture are a question, characters are not shown."""
    script, told = declaration.script, declaration.provenance
    rows = ((draft_words, told.open_questions), (unshown_words, told.unshown))
    return tuple(words(script, count) for words, count in rows if count)


def witnessed(declaration: Declaration, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the row that says how far the witnesses of a text agree with it, where it has any.

    Behind it stands, where that is wanted, a row for each variant, by its place in the text.
    """
    names = [witness.name for witness in declaration.witnesses]
    if not names:
        return
    decided = sum(bool(variant.decision) for variant in declaration.variants)
    told = witness_words(declaration.script)
    count = len(declaration.variants)
    whole = told.agrees if not count else told.differs
    yield told.term, whole.format(len(names), "、".join(names), count, decided)
    if not declaration.prints_variants:
        return
    yield from ((note.term, note.text) for note in variant_notes(declaration, words))


def beside(declaration: Declaration, words: Words) -> Iterator[tuple[str, str]]:
    """Yield the rows of what stands beside a text: its witnesses, and its other languages."""
    yield from witnessed(declaration, words)
    if declaration.texts:
        told = language_words(declaration.script)
        yield told.term, told.listed(declaration.texts)


def script_fact(declaration: Declaration, words: Words) -> str:
    """Say which script the edition is in and how it came into it."""
    how = declaration.conversion
    if how is None:
        return words.written_in(declaration.script)
    return words.written_in(declaration.script, how.origin, how.configuration, how.changed)
