"""The lists of a site: all documents, and those of an organ, a year, a genre or an instrument."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from zhengben.design.site_words import SITE_WORDS
from zhengben.design.wording import WORDS
from zhengben.document.dates import chinese_date
from zhengben.scripts.matching import simplified
from zhengben.site.entries import SiteEntry, SiteFile
from zhengben.site.shelves import slug

Links = tuple[tuple[str, str], ...]


class ListRow(Struct, frozen=True):
    """A document in a list; ``places`` are where it cites what the list is of."""

    title: str
    href: str
    script: str
    organ: str
    date: str
    day: str
    genre: str
    scripts: Links
    files: Links
    places: Links = ()


class ListGroup(Struct, frozen=True):
    """What documents are chosen by: a name, an address and a count each."""

    title: str
    links: tuple[tuple[str, str, int], ...]


class ListPage(Struct, frozen=True):
    """A page of the site; ``up`` leads from it to the site's first folder."""

    name: str
    title: str
    script: str
    generator: str
    rows: tuple[ListRow, ...] = ()
    groups: tuple[ListGroup, ...] = ()
    heading: str = ""
    base: str = ""

    @property
    def up(self) -> str:
        """Return the way to the site's first folder."""
        return "../" * self.name.count("/")

    @property
    def address(self) -> str:
        """Return the page's address, where the site's is known."""
        return f"{self.base}{self.name}" if self.base else ""


def _organ_of(named: Mapping[str, SiteEntry], entry: SiteEntry) -> str:
    found = named.get(simplified(entry.organ))
    return found.organ if found else ""


class Lists:
    """Makes the lists of documents in a script; ``base`` is the site's address or nothing."""

    def __init__(
        self, entries: Sequence[SiteEntry], script: str, generator: str, base: str
    ) -> None:
        self.entries = sorted(entries, key=lambda e: (e.date, e.document), reverse=True)
        self.script, self.generator, self.base = script, generator, base
        self.words, self.site = WORDS[script], SITE_WORDS[script]

    def pages(self) -> Iterator[ListPage]:
        """Yield every list, the first page of the site first."""
        groups = [self._group(*kind) for kind in self._kinds()]
        found = [(group, pages) for group, pages in groups if pages]
        links = tuple(group for group, _ in found)
        yield self._page("index.html", self.site.title, self.entries, groups=links)
        for _, pages in found:
            for name, title, entries in pages:
                yield self._page(name, title, entries)
        yield from self._instruments()

    def _kinds(
        self,
    ) -> Iterator[tuple[str, str, Callable[[SiteEntry], str], Callable[[str], str]]]:
        """Yield what documents are chosen by: heading, folder, value and what it is called."""
        site = self.site
        yield site.years, "years", lambda e: e.date[:4], site.year.format
        # an organ is one in whatever script its texts are: its list has the address of the name in
        # its oldest text, and is called as this script has it
        named = {simplified(e.organ): e for e in self.entries if e.organ}
        called = {e.organ: e.organ_in(self.script) for e in named.values()}
        yield site.organs, "organs", partial(_organ_of, named), called.__getitem__
        yield site.genres, "genres", lambda e: e.genre, self.words.genre.__getitem__
        yield site.series, "series", lambda e: e.series, str

    def _group(
        self,
        title: str,
        folder: str,
        of: Callable[[SiteEntry], str],
        called: Callable[[str], str],
    ) -> tuple[ListGroup, list[tuple[str, str, list[SiteEntry]]]]:
        chosen = dict[str, list[SiteEntry]]()
        for entry in self.entries:
            if value := of(entry):
                chosen.setdefault(value, []).append(entry)
        pages, links = [], []
        for value, some in sorted(chosen.items(), reverse=folder == "years"):
            name = value if folder in ("years", "genres") else slug(folder, value)
            path = f"{folder}/{name}.html"
            pages.append((path, called(value), some))
            links.append((called(value), path, len(some)))
        return ListGroup(title, tuple(links)), pages

    def _instruments(self) -> Iterator[ListPage]:
        """Yield the list of instruments, and for each who cites it, and where."""
        cited = dict[str, list[SiteEntry]]()
        names = dict[str, str]()
        for entry in self.entries:
            for found in entry.instruments:
                cited.setdefault(found.id, []).append(entry)
                names.setdefault(found.id, found.name)
        order = sorted(cited, key=lambda key: (names[key], key))
        links = tuple(
            (names[key], f"{slug('instrument', key)}.html", len(cited[key])) for key in order
        )
        groups = (ListGroup(self.site.instruments, links),) if links else ()
        yield self._page("instruments/index.html", self.site.instruments, (), groups=groups)
        for key in order:
            name = f"instruments/{slug('instrument', key)}.html"
            yield self._page(name, names[key], cited[key], instrument=key)

    def _page(
        self,
        name: str,
        title: str,
        entries: Sequence[SiteEntry],
        *,
        groups: tuple[ListGroup, ...] = (),
        instrument: str = "",
    ) -> ListPage:
        up = "../" * name.count("/")
        rows = tuple(self._row(entry, up, instrument) for entry in entries)
        heading = self.site.cited_by if instrument else ""
        return ListPage(name, title, self.script, self.generator, rows, groups, heading, self.base)

    def _row(self, entry: SiteEntry, up: str, instrument: str) -> ListRow:
        script = entry.script_for(self.script)
        where = f"{up}{entry.document}/"
        page = f"{where}{entry.page(script)}"
        day = datetime.date.fromisoformat(entry.date)
        places: Links = ()
        for found in entry.instruments:
            if found.id == instrument:
                places = tuple((called, f"{page}#{anchor}") for anchor, called in found.places)
        files = [f for f in entry.files if f.script == script and f.edition != "web"]
        return ListRow(
            title=entry.title(script),
            href=page,
            script=script,
            organ=entry.organ_in(script),
            date=entry.date,
            day=chinese_date(day),
            genre=self.words.genre[entry.genre],
            scripts=tuple(
                (self.words.scripts[tag], f"{where}{entry.page(tag)}")
                for tag in entry.scripts
                if tag != script
            ),
            files=tuple((label, f"{where}{name}") for label, name in self._labelled(files)),
            places=places,
        )

    def _labelled(self, files: Sequence[SiteFile]) -> Iterator[tuple[str, str]]:
        """Yield what readers take away, each file under a name of its own.

        One of two files of an edition, as a booklet page by page and imposed, has the end of its
        name behind its label, as on the page of the document.
        """
        shown = [f for f in files if f.media_type in ("application/pdf", "application/epub+zip")]
        counts = Counter(f.edition for f in shown)
        for file in shown:
            label = self.words.labels[file.edition]
            if counts[file.edition] > 1:
                label += f"（{file.name.split('.', 2)[-1]}）"
            yield label, file.name
