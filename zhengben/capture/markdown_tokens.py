"""Divides a line of Markdown into tokens: by markdown-it-py, or at sight where that does the same.

A page of many short lines spends most of its time in the parser, and most of them hold nothing but
bare elements of HTML and single emphasis.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from msgspec import Struct, field

from zhengben.document.regex import regex


class Sighted(Struct, frozen=True):
    """A token that was found without the parser."""

    type: str
    content: str = ""
    markup: str = ""
    info: str = ""
    attrs: Mapping[str, str | int | float] = field(default_factory=dict)


Piece = Token | Sighted


# the rules of the parser that begin with a character; those of all others would look in vain
_RULES = {
    "*": ("emphasis",), "_": ("emphasis",), "[": ("link", "image"), "`": ("backticks",),
    "\\": ("escape",), "<": ("autolink", "html_inline"), "&": ("entity",), "~": ("strikethrough",),
    "$": ("math_inline",),
}  # fmt: skip


def _parser_of(source: str) -> MarkdownIt:
    """Return a parser with the rules that a source can need: a line that needs few is read fast."""
    return _parser("".join(c for c in _RULES if c in source))


@cache
def _parser(characters: str) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
    dollarmath_plugin(parser, allow_space=False, allow_digits=False, double_inline=True)
    idle = {rule for c, rules in _RULES.items() if c not in characters for rule in rules}
    idle -= {rule for c in characters for rule in _RULES[c]}
    # pieces are kept as they stand in the source, so that each can be accounted for
    return parser.disable(["text_join", *sorted(idle)])


def tokens_of(source: str) -> list[Piece]:
    """Return the tokens of a source in order."""
    if (sighted := at_sight(source)) is not None:
        return sighted
    return parsed(source)


def parsed(source: str) -> list[Piece]:
    """Return the tokens that the parser makes."""
    made = list[Token]()
    # its parser of lines alone: what it does beside that takes as long on a short line
    parser = _parser_of(source)
    parser.inline.parse(source, parser, {}, made)
    return [*made]


# what may stand in a line that is read at sight: letters, bare elements, and emphasis that begins
# and ends at a letter, so that no other asterisk can be its partner (CommonMark 0.31, 6.2)
_BEYOND = regex(r"[_\[`\\&$~!]|[ \t]\n|\n[ \t]|\*\*")
_SIGHTED = regex(
    r"[^<*\n]+|(?P<tag><[A-Za-z][A-Za-z0-9-]*/?>|</[A-Za-z][A-Za-z0-9-]*>)|(?P<end>\n)|(?P<em>\*)|<"
)
_EMPHASIS = regex(r"\*(?=[^\W_])[^*]*(?<=[^\W_])\*")


def at_sight(source: str) -> list[Piece] | None:
    """Return the tokens of a source without the parser, or None where it takes one."""
    # an asterisk without a partner is one
    lone = source.count("*") == 1
    if _BEYOND.search(source) or (not lone and "*" in _EMPHASIS.sub("", source)):
        return None
    found, opened = list[Piece](), False
    for piece in _SIGHTED.finditer(source):
        kind = piece.lastgroup
        if kind == "tag":
            found.append(Sighted("html_inline", piece[0]))
        elif kind == "end":
            found.append(Sighted("softbreak"))
        elif kind == "em" and not lone:
            opened = not opened
            found.append(Sighted("em_open" if opened else "em_close"))
        elif piece[0] == "<":
            return None
        else:
            found.append(Sighted("text", piece[0]))
    return found
