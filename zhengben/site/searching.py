"""The search of a site, which no server answers: an index of words, each a character.

Pagefind finds words, and Chinese has none that it would know. So it is given shadows of the
pages in which every character is a word, folded so that a character and what it becomes in another
script are one, with a sign of ours before each line. What it finds are documents; in which of their
lines a run of characters stands is then looked up in the lines themselves, character by character.
So nothing is found that does not contain what was asked for, in the script in which it was asked.
"""

from __future__ import annotations

import html
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from zhengben.document.errors import RenderError
from zhengben.scripts.dictionaries import simplified_forms
from zhengben.site.entries import SiteLine

# so many documents in a file of lines
CHUNK = 40
# letters that no Chinese text has and that are taken as they are: syllables of the Yi
_YI, _COUNT = 0xA000, 1164
_HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))
# a tag that no stemmer and no divider of words knows (ISO 639-3 leaves it to its users)
_LANGUAGE = "qqq"
_MOST_SECONDS = 600
Document = tuple[str, Sequence[SiteLine]]


class Folding(Struct, frozen=True):
    """Which characters are one for the search, and what word stands for each."""

    folds: Mapping[str, str]
    words: Mapping[str, str]

    def shadow(self, text: str) -> str:
        """Return a text as the index has it: each character a word."""
        return " ".join(self.words[self.folds.get(c, c)] for c in text)


def folding(documents: Iterable[Document]) -> Folding:
    """Return the folding of some documents: by the tables, and by what became what in them."""
    table = {chr(c): form for c, form in simplified_forms().items()}
    above = dict[str, str]()

    def root(character: str) -> str:
        while (upper := above.get(character, character)) != character:
            character = upper
        return character

    def join(one: str, other: str) -> None:
        first, second = sorted((root(one), root(other)))
        above[second] = first

    known = set[str]()
    for _, lines in documents:
        for _, _, texts in lines:
            first = next(iter(texts.values()))
            for text in texts.values():
                known.update(text)
                if text is not first and len(text) == len(first):
                    for one, other in zip(first, text, strict=True):
                        if one != other:
                            join(one, other)
    for character in sorted(known):
        if (form := table.get(character)) is not None:
            join(character, form)
    folds = {c: root(c) for c in sorted(known) if root(c) != c}
    folded = sorted({root(c) for c in known})
    others = [c for c in folded if not any(low <= ord(c) <= high for low, high in _HAN)]
    words = {c: c for c in folded} | {c: _word(n) for n, c in enumerate(others, 1)}
    return Folding(folds, words)


def _word(number: int) -> str:
    """Return a word for a character that is none itself, by its number from 1."""
    high, low = divmod(number, _COUNT)
    return (chr(_YI + high) if high else "") + chr(_YI + low)


def shadow_page(document: str, lines: Sequence[SiteLine], fold: Folding) -> str:
    """Return what the index is made from in the place of a document's pages."""
    # the scripts differ, beside what folds, where lines have other lengths
    shadows = (
        shadow
        for _, _, texts in lines
        for shadow in dict.fromkeys(fold.shadow(text) for text in texts.values())
    )
    rows = "".join(f"<p>{chr(_YI)} {html.escape(shadow)}</p>\n" for shadow in shadows)
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANGUAGE}"><head><title>{html.escape(document)}</title>'
        f"</head>\n<body data-pagefind-body>\n{rows}</body></html>\n"
    )


def make_index(shadows: Path, output: Path) -> None:
    """Have Pagefind index the pages of a folder."""
    import pagefind_bin

    command = [str(pagefind_bin.get_executable()), "--site", str(shadows), "--output-path",
               str(output), "--silent", "--force-language", _LANGUAGE]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_MOST_SECONDS, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RenderError(f"Pagefind, which makes the search, does not run: {error}.") from None
    if done.returncode:
        told = (done.stderr.strip() or done.stdout.strip()).split("\n")[-1]
        raise RenderError(f"Pagefind, which makes the search, ended with {done.returncode}: {told}")


def chunks(documents: Sequence[Document]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the files of lines, so many documents in each, that a search looks into."""
    for number, at in enumerate(range(0, len(documents), CHUNK)):
        found = {name: _packed(lines) for name, lines in documents[at : at + CHUNK]}
        yield f"lines-{number:04}.json", found


def _packed(lines: Sequence[SiteLine]) -> dict[str, Any]:
    """Return lines with each further script as what differs from the first."""
    scripts = list(lines[0][2])
    rows = list[list[Any]]()
    for anchor, place, texts in lines:
        first, *others = (texts[script] for script in scripts)
        rows.append([anchor, place, first, *(_difference(first, text) for text in others)])
    return {"scripts": scripts, "lines": rows}


def _difference(first: str, text: str) -> str | list[Any]:
    """Return a text of the same length as offsets and characters, another as it is."""
    if len(first) != len(text):
        return text
    pairs = enumerate(zip(first, text, strict=True))
    return [part for at, (one, other) in pairs if one != other for part in (at, other)]


def unpacked(packed: Mapping[str, Any]) -> list[SiteLine]:
    """Return the lines of a document as they were given."""
    scripts, found = packed["scripts"], list[SiteLine]()
    for anchor, place, first, *others in packed["lines"]:
        texts = {scripts[0]: first}
        for script, other in zip(scripts[1:], others, strict=True):
            if isinstance(other, str):
                texts[script] = other
                continue
            characters = list(first)
            for at, character in zip(other[::2], other[1::2], strict=True):
                characters[at] = character
            texts[script] = "".join(characters)
        found.append((anchor, place, texts))
    return found


def plain_search(documents: Iterable[Document], query: str) -> set[tuple[str, str]]:
    """Return each line, by document and anchor, that contains a run of characters in any script."""
    return {
        (document, anchor)
        for document, lines in documents
        for anchor, _, texts in lines
        if any(query in text for text in texts.values())
    }
