"""Parts runs of words where a line may end: at blanks, hyphens, signs of addresses and symbols.

Rules after the Chicago Manual of Style 7.36-47 and 14.18: a word is broken behind a hyphen that it
has or by a hyphen of ours, an address behind a sign, a symbol or number only where nothing else
fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from zhengben.document.regex import regex
from zhengben.linebreaking import hyphenation
from zhengben.linebreaking.characters import BLANK
from zhengben.linebreaking.costs import COSTS

_TOKENS = regex(f"(?:(?!{BLANK.pattern}).)+{BLANK.pattern}*|{BLANK.pattern}+", re.DOTALL)
_ADDRESS = regex(
    r"[a-z][a-z0-9+.-]*://|www\.|\S@\S|\w_\w|(?<=[a-z0-9])\.(?=[a-z]{2})|\w/\S*[?&=#]",
    re.IGNORECASE,
)
# behind what signs an address may break, a symbol or number, a word; no sign is left alone
_IN_ADDRESS = regex(r"(?<=[/?&.\-_=#%:~+,;@])(?=[^/?&.\-_=#%:~+,;@\s])(?<=..)(?=\S\S)")
_IN_SYMBOL = regex(r"(?<=[^\s][/\-‐–])(?=[^\s/\-‐–])")
_IN_WORD = regex(r"(?<=\w[-‐–/])(?=\w)")
# words of Tibetan end in a dot and need no blank
_TSHEG = regex(r"(?<=[\u0f0b\u0f0d])(?=[\u0f40-\u0fbc])")
# what is no word that anybody reads, as a hash, may break between so many characters
_LONGEST_WORD, _WORD_PART = 28, 4


class WordPiece(Struct, frozen=True):
    """A piece of a run: what a line's end behind it costs, and whether it takes a hyphen there."""

    text: str
    cost: float
    hyphen: bool = False
    address: bool = False


def pieces(run: str, *, hyphenate: bool, languages: Sequence[str] = ()) -> Iterator[WordPiece]:
    """Yield the pieces of a run of words with their blanks; together they are the run."""
    tokens = _TOKENS.findall(run)
    for token, following in zip(tokens, (*tokens[1:], ""), strict=True):
        core = token.rstrip()
        blank = token[len(core) :]
        *most, last = _parted(core, hyphenate, languages) if core else [WordPiece("", 0.0)]
        yield from most
        numbers = _numeric(core) or _numeric(following)
        yield WordPiece(
            last.text + blank, COSTS.number_blank if numbers else 0.0, False, last.address
        )


def _numeric(token: str) -> bool:
    return token[:1].isdigit()


def _parted(core: str, hyphenate: bool, languages: Sequence[str]) -> list[WordPiece]:
    if core.isalpha() and len(core) <= _LONGEST_WORD:
        return list(_word(core, hyphenate, languages, 0.0))
    if _ADDRESS.search(core):
        found = [WordPiece(p, COSTS.address_cut, address=True) for p in _IN_ADDRESS.split(core)]
    elif any(map(str.isdigit, core)):
        found = [WordPiece(part, COSTS.number_cut) for part in _IN_SYMBOL.split(core)]
    else:
        words, found = _IN_WORD.split(core), list[WordPiece]()
        more = COSTS.second_hyphen if len(words) > 1 else 0.0
        for word in words:
            for small in _TSHEG.split(word):
                *most, last = _word(small, hyphenate, languages, more)
                found += [*most, WordPiece(last.text, 0.0)]
            found[-1] = WordPiece(found[-1].text, COSTS.hyphen_cut)
    return [piece for part in found for piece in _short(part)]


def _word(core: str, hyphenate: bool, languages: Sequence[str], more: float) -> Iterator[WordPiece]:
    """Yield a word, in the parts that its language has."""
    at = hyphenation.places(core, languages) if hyphenate else []
    *most, last = hyphenation.parts(core, at)
    for part in most:
        yield WordPiece(part, COSTS.hyphenated + more, True)
    yield WordPiece(last, 0.0)


def _short(piece: WordPiece) -> Iterator[WordPiece]:
    """Yield a piece in small parts where it is so long that nobody reads it."""
    text = piece.text
    if len(text) <= _LONGEST_WORD or not any(map(str.isdigit, text)):
        yield piece
        return
    for at in range(0, len(text), _WORD_PART):
        end = at + _WORD_PART
        cost = COSTS.western_cut if end < len(text) else piece.cost
        yield WordPiece(text[at:end], cost, False, piece.address)
