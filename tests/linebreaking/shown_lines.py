"""Shows composed lines as rows of a golden file, one line a row, with all that is done to it."""

from __future__ import annotations

from zhengben.linebreaking import ComposedLine, Fragment, ParagraphStyle


def shown(line: ComposedLine) -> str:
    """Show a line: where it stands, its spacing, and its fragments; what is not text in brackets.

    The spacing is in thousandths of an em, that of blanks behind a stroke. Braces with an anchor
    are a mark around fragments; it ends where the next fragment is no longer in it.
    """
    said, around = list[str](), list[str]()
    for fragment in line.fragments:
        inner = [inline.id for inline in fragment.marks]
        shared = 0
        while around[: shared + 1] == inner[: shared + 1] and shared < min(len(around), len(inner)):
            shared += 1
        said += ["}"] * (len(around) - shared) + [f"{{{mark} " for mark in inner[shared:]]
        said.append(_shown(fragment))
        around = inner
    ends = ("first " if line.first else "") + ("last" if line.last else "")
    spacing = f"{line.spacing:+d}" + (f"/{line.words}" if line.words != 0 else "")
    words = "".join(said) + "}" * len(around)
    return f"{line.start:3}-{line.end:<3} {spacing:>7} {ends:10} {words}"


def _shown(fragment: Fragment) -> str:
    if fragment.kind == "text" and not fragment.gaps and fragment.text:
        return fragment.text
    return f"[{' '.join(filter(None, (fragment.kind, fragment.gaps)))}|{fragment.text}]"


def named(style: ParagraphStyle) -> str:
    """Name what a style does not leave as it usually is."""
    usual = ParagraphStyle(style.measure)
    chosen = [
        f"{name} {getattr(style, name)}"
        for name in ParagraphStyle.__struct_fields__
        if getattr(style, name) != getattr(usual, name)
    ]
    return ", ".join([f"measure {style.measure}", *chosen])
