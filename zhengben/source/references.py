"""Mentions of instruments in the canonical text, and the notes called at them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from zhengben.document.apparatus import Mention, Note
from zhengben.document.lines import Line
from zhengben.files.toml import TomlTable
from zhengben.source.register import Register, describe


class Unregistered(Struct, frozen=True):
    """A 《title》 that no register entry matches."""

    line_id: str
    title: str


def titles(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each outermost 《…》 of a line; an unclosed one is skipped."""
    depth = start = 0
    for at, character in enumerate(text):
        if character == "《":
            start = at if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1


def find_titles(
    lines: tuple[Line, ...], register: Register
) -> tuple[list[Mention], list[Unregistered]]:
    """Find the 《titles》 of lines; those that the register lacks are returned apart."""
    mentions, unknown = list[Mention](), list[Unregistered]()
    for line in lines:
        for start, end in titles(line.text):
            quote = line.text[start:end]
            entry = register.by_title.get(quote[1:-1])
            if entry is None:
                unknown.append(Unregistered(line.id, quote))
            else:
                place = (line.start + start, line.start + end)
                mentions.append(Mention(entry.id, line.id, *place, quote))
    return mentions, unknown


def declared_mention(table: TomlTable, lines: tuple[Line, ...], register: Register) -> Mention:
    """Read a ``[[mention]]`` table: an instrument named without 《》, by exact quotation.

    Keys: ``instrument``, ``paragraph`` (our number) or ``at`` (an anchor such as ``art-12``),
    ``quote`` and, where the quotation occurs more than once, ``occurrence`` (from 1). Raises
    ContentError that says where.
    """
    key, quote = table.text("instrument"), table.text("quote")
    occurrence = table.integer("occurrence", 0)
    place = "at" if "at" in table else "paragraph"
    number = 0 if place == "at" else table.integer("paragraph")
    anchor = table.text("at") if place == "at" else ""
    table.finish()
    if key not in register.by_id:
        raise table.error(f"the register has no instrument “{key}”; add it.", "instrument")
    where = anchor or f"paragraph {number}"
    wanted = (n for n in lines if (n.id == anchor if anchor else n.number == number))
    line = next(wanted, None)
    if line is None:
        raise table.error(f"there is no {where}.", place)
    found = [at for at in range(len(line.text)) if line.text.startswith(quote, at)]
    if not found:
        raise table.error(f"{where} does not say “{quote}”; quote it exactly.", "quote")
    if len(found) > 1 and not occurrence:
        raise table.error(
            f"{where} says “{quote}” {len(found)} times; quote more of it, "
            "or say which with occurrence = 1.",
            "quote",
        )
    if occurrence and not 1 <= occurrence <= len(found):
        raise table.error(
            f"{where} says “{quote}” {len(found)} times, not {occurrence}.", "occurrence"
        )
    at = line.start + found[max(0, occurrence - 1)]
    return Mention(key, line.id, at, at + len(quote), quote)


def make_notes(
    mentions: tuple[Mention, ...], register: Register, every_mention: bool
) -> tuple[Note, ...]:
    """Number a note for each first (or each) mention, in the order of the text."""
    notes, seen = list[Note](), set[str]()
    for mention in mentions:
        if mention.instrument in seen and not every_mention:
            continue
        seen.add(mention.instrument)
        text = describe(register.by_id[mention.instrument], register.script)
        notes.append(Note(len(notes) + 1, mention.instrument, mention.line_id, mention.end, text))
    return tuple(notes)
