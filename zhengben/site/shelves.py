"""The books of a site by what readers choose them by, for its catalogues."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from zhengben.design.site_words import SITE_WORDS
from zhengben.design.wording import WORDS, Words
from zhengben.site.entries import SiteEntry, SiteFile

# so many books on a page of a catalogue
PAGE = 50


class ShelfBook(Struct, frozen=True):
    """An e-book of a document."""

    entry: SiteEntry
    file: SiteFile

    @property
    def title(self) -> str:
        """Return its title, in its own script."""
        return self.entry.title(self.file.script)

    @property
    def updated(self) -> str:
        """Return when it changed: the day that its files bear as that of their making."""
        return f"{self.entry.created}T00:00:00Z"

    @property
    def words(self) -> Words:
        """Return the press's words in its script."""
        return WORDS[self.file.script]

    @property
    def subtitle(self) -> str:
        """Return what tells it from others of its text: script and direction."""
        direction = self.words.vertical if self.file.vertical else self.words.horizontal
        return f"{self.words.scripts[self.file.script]}·{direction.partition('，')[0]}"

    def prints(self) -> Iterable[SiteFile]:
        """Yield the document's PDFs in the same script."""
        for file in self.entry.files:
            if file.media_type == "application/pdf" and file.script == self.file.script:
                yield file


class Shelf(Struct, frozen=True):
    """Some books under one name; ``group`` is what they are chosen by, empty for all of them."""

    key: str
    title: str
    group: str
    books: tuple[ShelfBook, ...]

    def pages(self) -> list[tuple[str, tuple[ShelfBook, ...]]]:
        """Return its pages by their names; an empty shelf has one."""
        found = range(0, max(len(self.books), 1), PAGE)
        return [
            (self.key if not n else f"{self.key}-{n + 1}", self.books[at : at + PAGE])
            for n, at in enumerate(found)
        ]


def shelves(entries: Sequence[SiteEntry], script: str) -> list[Shelf]:
    """Return all books, those of each script and direction, and each series."""
    site, words = SITE_WORDS[script], WORDS[script]
    books = tuple(ShelfBook(e, f) for e in entries for f in e.files if f.book)
    found = [Shelf("all", site.documents, "", books)]

    def grouped(group: str, of: Callable[[ShelfBook], tuple[str, str]]) -> None:
        chosen = dict[tuple[str, str], list[ShelfBook]]()
        for book in books:
            if of(book)[0]:
                chosen.setdefault(of(book), []).append(book)
        for (key, title), some in sorted(chosen.items()):
            found.append(Shelf(key, title, group, tuple(some)))

    grouped(words.script_label, lambda b: (f"script-{b.file.script}", words.scripts[b.file.script]))
    grouped(site.directions, lambda b: _direction(b, words))
    grouped(site.series, lambda b: (slug("series", b.entry.series), b.entry.series))
    return found


def _direction(book: ShelfBook, words: Words) -> tuple[str, str]:
    if book.file.vertical:
        return "vertical", words.vertical.partition("，")[0]
    return "horizontal", words.horizontal


def slug(kind: str, name: str) -> str:
    """Return a name for a file that depends on nothing but a name, or nothing for none."""
    return f"{kind}-{hashlib.sha256(name.encode()).hexdigest()[:10]}" if name else ""


def newest(books: Iterable[ShelfBook], otherwise: str = "1970-01-01T00:00:00Z") -> str:
    """Return when the newest of some books changed."""
    return max((book.updated for book in books), default=otherwise)
