"""Catalogues of a site's books for reading systems (OPDS 1.2 and 2.0), and its feed.

Sources: OPDS Catalog 1.2; OPDS Catalog 2.0 with its Readium Web Publication Manifest; RFC 4287.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from zhengben.design.site_words import SITE_WORDS
from zhengben.design.wording import WORDS
from zhengben.document.identifiers import edition_urn
from zhengben.site.entries import WEB, SiteEntry
from zhengben.site.pages import json_bytes
from zhengben.site.shelves import Shelf, ShelfBook, newest, shelves

if TYPE_CHECKING:
    import opds

_ACQUISITION = "http://opds-spec.org/acquisition/open-access"
_FACET = "http://opds-spec.org/facet"
_KIND = "application/atom+xml;profile=opds-catalog;kind={}"
_OPDS2 = "application/opds+json"
_IMAGE = "image/png"


def _day(updated: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(updated)


def catalogue_12(
    entries: Sequence[SiteEntry], script: str, base: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds of OPDS 1.2, by their names below the site."""
    found = shelves(entries, script)
    yield "opds/index.xml", _navigation(found, script, base)
    for shelf in found:
        for number, (name, books) in enumerate(shelf.pages()):
            feed = _feed(shelf.title, f"urn:zhengben:shelf:{name}", newest(shelf.books))
            names = [key for key, _ in shelf.pages()]
            _link(feed, f"{name}.xml", _KIND.format("acquisition"), "self")
            _link(feed, "index.xml", _KIND.format("navigation"), "start")
            _link(feed, "index.xml", _KIND.format("navigation"), "up")
            for rel, at in (("previous", number - 1), ("next", number + 1)):
                if 0 <= at < len(names):
                    _link(feed, f"{names[at]}.xml", _KIND.format("acquisition"), rel)
            for other in found if not shelf.group else ():
                if other.group:
                    told = {"opds:facetGroup": other.group, "title": other.title}
                    _link(feed, f"{other.key}.xml", _KIND.format("acquisition"), _FACET, told)
            feed.entries += [_entry(book, base) for book in books]
            yield f"opds/{name}.xml", feed.write()


def _feed(title: str, urn: str, updated: str) -> opds.OPDSCatalog:
    import opds

    feed = opds.OPDSCatalog(title, urn, _day(updated))
    return feed


def _link(
    feed: opds.OPDSCatalog, href: str, kind: str, rel: str, more: dict[str, str] | None = None
) -> None:
    import opds

    feed.links.append(opds.Link(href, kind, rel, more))


def _navigation(found: Sequence[Shelf], script: str, base: str) -> bytes:
    import opds

    feed = _feed(SITE_WORDS[script].title, "urn:zhengben:site", newest(found[0].books))
    _link(feed, "index.xml", _KIND.format("navigation"), "self")
    _link(feed, "index.xml", _KIND.format("navigation"), "start")
    _link(feed, "../opds2/index.json", _OPDS2, "alternate")
    for shelf in found:
        entry = opds.Entry(
            shelf.title, f"urn:zhengben:shelf:{shelf.key}", _day(newest(shelf.books))
        )
        entry.metadata.append(_text(SITE_WORDS[script].count.format(len(shelf.books))))
        rel = "subsection" if shelf.group else "http://opds-spec.org/sort/new"
        entry.links.append(opds.Link(f"{shelf.key}.xml", _KIND.format("acquisition"), rel))
        feed.entries.append(entry)
    return bytes(feed.write())


def _text(said: str) -> opds.Metadata:
    import opds

    return opds.Metadata(said, "content", attributes={"type": "text"})


def _entry(book: ShelfBook, base: str) -> opds.Entry:
    import opds

    entry, file = book.entry, book.file
    made = opds.Entry(f"{book.title}　{book.subtitle}", entry.urn(file), _day(book.updated))
    organ = entry.organ_in(file.script)
    if organ:
        author = opds.Author()
        author.metadata.append(opds.Metadata(organ, "name"))
        made.metadata.append(author)
    made.metadata += [
        opds.Metadata(file.script, "language", "dc"),
        opds.Metadata(entry.date, "issued", "dc"),
        opds.Metadata(entry.rights, "rights"),
        opds.Metadata("", "category", attributes={
            "term": entry.genre, "label": book.words.genre[entry.genre]}),
        opds.Metadata(f"{organ}　{entry.date}", "summary", attributes={"type": "text"}),
    ]  # fmt: skip
    where = f"{base}{entry.document}/" if base else f"../{entry.document}/"
    made.links.append(opds.Link(f"{where}{file.name}", file.media_type, _ACQUISITION))
    made.links += [
        opds.Link(f"{where}{other.name}", other.media_type, _ACQUISITION,
                  {"title": book.words.labels[other.edition]})
        for other in book.prints()
    ]  # fmt: skip
    for rel in ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"):
        made.links.append(opds.Link(f"{where}{file.cover}", _IMAGE, rel))
    made.links.append(opds.Link(f"{where}{entry.page(file.script)}", "text/html", "alternate"))
    return made


def catalogue_20(
    entries: Sequence[SiteEntry], script: str, base: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the feeds of OPDS 2.0, by their names below the site."""
    found = shelves(entries, script)
    site = SITE_WORDS[script]
    navigation = [
        {"title": s.title, "href": f"{s.key}.json", "type": _OPDS2, "rel": "subsection"}
        for s in found
    ]
    links = [
        {"rel": "self", "href": "index.json", "type": _OPDS2},
        {"rel": "alternate", "href": "../opds/index.xml", "type": _KIND.format("navigation")},
    ]
    first = {"metadata": {"title": site.title}, "links": links, "navigation": navigation}
    yield "opds2/index.json", json_bytes(first)
    for shelf in found:
        pages = shelf.pages()
        for number, (name, books) in enumerate(pages):
            links = [
                {"rel": "self", "href": f"{name}.json", "type": _OPDS2},
                {"rel": "start", "href": "index.json", "type": _OPDS2},
            ]
            for rel, at in (("previous", number - 1), ("next", number + 1)):
                if 0 <= at < len(pages):
                    links.append({"rel": rel, "href": f"{pages[at][0]}.json", "type": _OPDS2})
            feed: dict[str, Any] = {
                "metadata": {
                    "title": shelf.title,
                    "modified": newest(shelf.books),
                    "numberOfItems": len(shelf.books),
                    "currentPage": number + 1,
                },
                "links": links,
                "publications": [_publication(book, base) for book in books],
            }
            if not shelf.group:
                feed["facets"] = list(_facets(found))
            if not books:
                # a feed has a collection of one kind at least
                del feed["publications"]
                feed["navigation"] = navigation[:1]
            yield f"opds2/{name}.json", json_bytes(feed)


def _facets(found: Iterable[Shelf]) -> Iterator[dict[str, Any]]:
    groups = dict[str, list[Shelf]]()
    for shelf in found:
        if shelf.group:
            groups.setdefault(shelf.group, []).append(shelf)
    for group, some in groups.items():
        yield {
            "metadata": {"title": group},
            "links": [
                {"href": f"{s.key}.json", "type": _OPDS2, "title": s.title, "rel": "facet",
                 "properties": {"numberOfItems": len(s.books)}}
                for s in some
            ],
        }  # fmt: skip


def _publication(book: ShelfBook, base: str) -> dict[str, Any]:
    entry, file = book.entry, book.file
    where = f"{base}{entry.document}/" if base else f"../{entry.document}/"
    metadata: dict[str, Any] = {
        "@type": "http://schema.org/Legislation",
        "title": book.title,
        "subtitle": book.subtitle,
        "identifier": entry.urn(file),
        "language": file.script,
        "published": entry.date,
        "modified": book.updated,
        "subject": [book.words.genre[entry.genre]],
        "layout": "reflowable",
        "readingProgression": "rtl" if file.vertical else "ltr",
    }
    if organ := entry.organ_in(file.script):
        metadata["author"] = organ
    if entry.series:
        series: dict[str, Any] = {"name": entry.series}
        if entry.position:
            series["position"] = entry.position
        metadata["belongsTo"] = {"series": series}
    return {
        "metadata": metadata,
        "links": [
            {"rel": _ACQUISITION, "href": f"{where}{file.name}", "type": file.media_type},
            *(
                {"rel": _ACQUISITION, "href": f"{where}{other.name}", "type": other.media_type}
                for other in book.prints()
            ),
            {"rel": "alternate", "href": f"{where}{entry.page(file.script)}", "type": "text/html"},
        ],
        "images": [{"href": f"{where}{file.cover}", "type": _IMAGE}],
    }


def atom(entries: Sequence[SiteEntry], script: str, base: str) -> bytes:
    """Return the feed of the site's documents, the newest first."""
    import opds

    updated = max((f"{e.created}T00:00:00Z" for e in entries), default="1970-01-01T00:00:00Z")
    feed = _feed(SITE_WORDS[script].title, "urn:zhengben:feed", updated)
    _link(feed, f"{base}atom.xml", "application/atom+xml", "self")
    _link(feed, f"{base}index.html", "text/html", "alternate")
    for entry in sorted(entries, key=lambda e: (e.date, e.document), reverse=True):
        day = _day(f"{entry.created}T00:00:00Z")
        urn = edition_urn(entry.document, entry.scripts[0], WEB)
        made = opds.Entry(entry.title(script), urn, day)
        author = opds.Author()
        organ = entry.organ_in(script)
        author.metadata.append(opds.Metadata(organ or SITE_WORDS[script].nobody, "name"))
        label = WORDS[script].genre[entry.genre]
        made.metadata += [
            author,
            opds.Metadata("", "category", attributes={"term": entry.genre, "label": label}),
            opds.Metadata(f"{organ}　{entry.date}", "summary", attributes={"type": "text"}),
        ]
        for tag in entry.scripts:
            address = f"{base}{entry.document}/{entry.page(tag)}"
            made.links.append(opds.Link(address, "text/html", "alternate", {"hreflang": tag}))
        feed.entries.append(made)
    return bytes(feed.write())
