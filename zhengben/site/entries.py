"""What a site knows of a published document: read from its declaration and its finished pages."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins

from zhengben.apparatus.citing import cited_places
from zhengben.design.editions import BOOKS, EDITIONS
from zhengben.design.web_words import WEB_WORDS
from zhengben.design.wording import WORDS
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.errors import UsageError
from zhengben.document.identifiers import edition_urn
from zhengben.document.regex import regex
from zhengben.proof.html import extract_html
from zhengben.scripts.tags import SCRIPTS

WEB = "web"


class SiteFile(Struct, frozen=True):
    """A published file, by its name beside the document's others."""

    name: str
    edition: str
    script: str
    media_type: str
    size: int

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the scripts, or languages, of its text."""
        return tuple(self.script.split("+"))

    @property
    def book(self) -> bool:
        """Tell an e-book of one text: shelves go by script, and one in several is in none."""
        return self.edition in BOOKS and self.script in SCRIPTS

    @property
    def vertical(self) -> bool:
        """Tell an edition whose lines are columns."""
        return bool(getattr(EDITIONS.get(self.edition), "vertical", False))

    @property
    def cover(self) -> str:
        """Return the name of an e-book's cover."""
        return f"{self.name}.cover.png"


class CitedInstrument(Struct, frozen=True):
    """An instrument that a document cites, and where: anchors and what they are called."""

    id: str
    name: str
    places: tuple[tuple[str, str], ...]


class SiteEntry(Struct, frozen=True):
    """A document of the site, in every script that it has a page in, its own first."""

    document: str
    genre: str
    organs: Mapping[str, str]
    date: str
    place: str
    created: str
    rights: str
    short_title: str
    titles: Mapping[str, str]
    files: tuple[SiteFile, ...]
    instruments: tuple[CitedInstrument, ...]
    series: str
    position: int

    @property
    def scripts(self) -> tuple[str, ...]:
        """Return the scripts that it has a page in."""
        return tuple(self.titles)

    def script_for(self, script: str) -> str:
        """Return a script that it has a page in: the wanted one, or its own."""
        return script if script in self.titles else self.scripts[0]

    def title(self, script: str) -> str:
        """Return the title in a script, or in its own."""
        return self.titles[self.script_for(script)]

    @property
    def organ(self) -> str:
        """Return who issued it, in its own script; empty where nobody is named."""
        return self.organs[self.scripts[0]]

    def organ_in(self, script: str) -> str:
        """Return who issued it in a script, or in its own."""
        return self.organs[self.script_for(script)]

    def page(self, script: str) -> str:
        """Return the name of the page in a script, or in its own."""
        wanted = self.script_for(script)
        return next(f.name for f in self.files if f.edition == WEB and f.script == wanted)

    def urn(self, file: SiteFile) -> str:
        """Return the identifier of one of its files."""
        return edition_urn(self.document, file.script, file.edition)

    def as_json(self) -> dict[str, Any]:
        """Return what ``entry_from`` reads."""
        told: dict[str, Any] = to_builtins(self)
        return told


def entry_from(read: Mapping[str, Any]) -> SiteEntry:
    """Return an entry as an earlier site wrote it down."""
    files = tuple(SiteFile(**file) for file in read["files"])
    cited = tuple(
        CitedInstrument(i["id"], i["name"], tuple((a, b) for a, b in i["places"]))
        for i in read["instruments"]
    )
    return SiteEntry(**{**read, "files": files, "instruments": cited})


# how a page names who issued the text, in its own script
_AUTHOR = regex('<meta name="author" content="([^"]*)"/>')


def _author(page: Path) -> str:
    found = _AUTHOR.search(page.read_text("utf-8"))
    return html.unescape(found[1]) if found else ""


# a line: its anchor, what it is called, and its text in each script
SiteLine = tuple[str, str, dict[str, str]]


def read_entry(
    declaration: Declaration, artefacts: Sequence[Artefact], folder: Path
) -> tuple[SiteEntry, list[SiteLine]]:
    """Return what a site knows of a document, and its lines as its pages say them.

    Raises UsageError where no page was published in the script of the canonical text.
    """
    script = declaration.script
    words, web = WORDS[script], WEB_WORDS[script]
    pages = {a.script: a for a in artefacts if a.edition == WEB}
    if script not in pages:
        raise UsageError(
            f"{folder} holds no web page in {script}; publish it: `publish {declaration.id}`, "
            "and leave “web” in the editions of its document.toml."
        )
    order = (script, *(s for s in SCRIPTS if s != script and s in pages))
    said = {
        tag: {b.id: b.text for b in extract_html(folder / pages[tag].file).blocks} for tag in order
    }
    cited = cited_places(declaration, words, web)
    entry = SiteEntry(
        document=declaration.id,
        genre=declaration.genre,
        organs={tag: _author(folder / pages[tag].file) for tag in order},
        date=declaration.date.isoformat(),
        place=declaration.place,
        created=declaration.provenance.created.isoformat(),
        rights=declaration.rights,
        short_title=declaration.short_title,
        titles={tag: said[tag][declaration.title.id] for tag in order},
        files=tuple(
            SiteFile(a.file, a.edition, a.script, a.media_type, a.size)
            for a in artefacts
            if a.edition in EDITIONS
        ),
        instruments=tuple(
            CitedInstrument(
                found.id, found.name, tuple((line.id, cited[line.id]) for line in lines)
            )
            for found, lines in declaration.citations()
        ),
        series=declaration.series.title if declaration.series else "",
        position=declaration.series.number if declaration.series else 0,
    )
    lines = [
        (line.id, cited[line.id], {tag: said[tag][line.id] for tag in order})
        for line in declaration.lines
    ]
    return entry, lines
