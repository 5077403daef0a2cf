"""An element within a line, as Akoma Ntoso has it: its place, its name, its attributes."""

from __future__ import annotations

from msgspec import Struct

from zhengben.document.notation import KINDS, Mark

_MARKED = frozenset(row.akn for row in KINDS.values())


class Inline(Struct, frozen=True):
    """An element that takes the characters ``start`` to ``end`` of a line; none for a call.

    One of an object has ``text`` in the place of its character, or nothing.
    """

    start: int
    end: int
    names: tuple[str, ...]
    attributes: dict[str, str]
    text: str | None = None


def of_label(label: str, shown: str) -> Inline:
    """Return the element of the label of an author's note, in whose place another is shown."""
    return Inline(0, len(label), ("inline",), {"name": "label", "title": label}, shown)


def of_mark(mark: Mark, note_id: str, shown: str = "") -> Inline:
    """Return the element of a mark of the text; ``note_id`` is the eId that a call leads to.

    What is ``shown`` of a call stands in the place of its label, which is its title then.
    """
    name, about, text = KINDS[mark.kind].akn, dict[str, str](), None
    if name == "inline":
        about["name"] = mark.kind
    if mark.kind == "ruby":
        about["title"] = mark.value
    elif mark.kind == "note":
        about = {"class": "author", "href": f"#{note_id}", "marker": shown or mark.value}
        if shown:
            about["title"] = mark.value
        if not note_id:
            name, about = "inline", {"name": "note", "title": mark.value}
    elif mark.kind == "image":
        about, text = {"src": mark.file, "alt": mark.alternative}, ""
    elif mark.kind == "math":
        about["title"], text = mark.value, mark.alternative
    return Inline(mark.start, mark.end, (name,), about, text)


def is_marked(inline: Inline) -> bool:
    """Tell the element of a mark of the text."""
    return inline.names[0] in _MARKED


def crosses(one: Inline, other: Inline) -> bool:
    """Tell two elements of which neither could lie in the other."""
    return (
        one.start < other.start < one.end < other.end
        or other.start < one.start < other.end < one.end
    )
