"""Makes the site: what changed is made beside the old one, compared, and moved into place.

A document whose published files are the same keeps its pages. Lists, catalogues and feeds are made
anew each time, since they are quickly made; the search is, when a line changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from zhengben.design.assets import Assets
from zhengben.design.site_words import SITE_WORDS
from zhengben.design.templates import environment
from zhengben.document.artefacts import NAME as MANIFEST
from zhengben.document.artefacts import read_artefacts, sha256
from zhengben.document.errors import RenderError, UsageError
from zhengben.files.holding import Waiting, locked, nobody, reading
from zhengben.files.placing import Placement, write_file
from zhengben.files.toml import read_bytes
from zhengben.site.catalogues import atom, catalogue_12, catalogue_20
from zhengben.site.chapters import chapter_pages, require_whole, way_to_parts
from zhengben.site.entries import WEB, SiteEntry, SiteLine, entry_from, read_entry
from zhengben.site.fonts import site_fonts
from zhengben.site.library import records
from zhengben.site.lists import ListPage, Lists
from zhengben.site.pages import (
    json_bytes,
    require_same_text,
    site_page,
    webpub,
    webpub_name,
)
from zhengben.site.searching import chunks, folding, make_index, shadow_page, unpacked
from zhengben.source.source import Source

if TYPE_CHECKING:
    from jinja2 import Environment

# what the site's folder holds, and what each document of it was made from
LISTING = "site.json"
_LAYOUT = 1
_COVER = "EPUB/images/cover.png"
_SEARCH = "search"


class SiteWish(Struct, frozen=True):
    """What is wanted of a site: its script, its address or nothing, and what made it."""

    script: str
    base: str
    generator: str


class MadeSite(Struct, frozen=True):
    """What became of a site."""

    folder: Path
    documents: int
    made: tuple[str, ...]
    files: int
    searched: bool
    removed: tuple[str, ...]
    altered: tuple[str, ...]
    remarks: tuple[str, ...]


class _Site(Struct, dict=True):
    """A site while it is made: ``before`` is the listing of the one that stands."""

    wish: SiteWish
    assets: Assets
    output: Path
    standing: Path
    making: Path
    before: Mapping[str, Any]
    basis: str
    entries: dict[str, SiteEntry] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[SiteLine]] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    @cached_property
    def files_before(self) -> Mapping[str, str]:
        """Return the SHA-256 of each file that the press had put into the site."""
        return dict(self.before.get("files", {}))

    @cached_property
    def environment(self) -> Environment:
        """Return the environment of the site's templates."""
        return environment(self.assets.templates, self.assets.cache / "templates")

    def put(self, name: str, data: bytes) -> None:
        """Write a file of the site, unless it stands there as it is."""
        digest = sha256(data)
        if self.files_before.get(name) == digest and _is(self.standing / name, digest):
            self.kept[name] = digest
            return
        path = self.making / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)

    def lay(self, published: Path, name: str, digest: str) -> None:
        """Have a published file in the site: the same file where the disk can, else a copy."""
        if self.files_before.get(name) == digest and (self.standing / name).is_file():
            self.kept[name] = digest
            return
        path = self.making / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(published, path)
        except OSError:
            shutil.copyfile(published, path)


def _is(path: Path, digest: str) -> bool:
    with suppress(OSError):
        return sha256(path.read_bytes()) == digest
    return False


def make_site(
    folders: Sequence[Path],
    output: Path,
    target: Path,
    assets: Assets,
    wish: SiteWish,
    *,
    progress: Callable[[str], None] = lambda document: None,
    waiting: Waiting = nobody,
) -> MadeSite:
    """Make the site of published documents in ``target``, or what changed of it.

    ``folders`` are the documents' folders of content, ``output`` is where they were published.
    Raises UsageError where the folder holds what the press did not put there, or where a document
    has no web page.
    """
    place = Placement(target.parent, target.name, waiting)
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(place.folder, waiting):
        place.recover()
        before = listing_of(target)
        basis = _basis(assets, wish)
        if before.get("basis") != basis:
            before = {**before, "documents": {}, "search": ""}
        try:
            making = place.begin() / target.name
            making.mkdir()
            site = _Site(wish, assets, output, target, making, before, basis)
            for folder in folders:
                progress(folder.name)
                _document(site, folder, waiting)
            _own_pages(site)
            searched = _search(site)
            _fonts(site)
            write_file(making / LISTING, json_bytes(_listed(site)))
            old = {name: d for name, d in site.files_before.items() if name not in site.kept}
            listing = target / LISTING
            own = {LISTING: sha256(listing.read_bytes())} if listing.is_file() else {}
            named = {f"{target.name}/{name}": digest for name, digest in {**old, **own}.items()}
            placed = place.finish(named, last=f"{target.name}/{LISTING}")
        finally:
            place.give_up()
    return MadeSite(
        target,
        len(site.entries),
        tuple(site.made),
        len(listing_of(target)["files"]),
        searched,
        placed.removed,
        placed.kept,
        () if wish.base else (
            "without --base-url links are relative and there is no sitemap, which needs addresses.",
        ),
    )  # fmt: skip


def listing_of(target: Path) -> dict[str, Any]:
    """Return the listing of a site that stands, or raise UsageError for another folder."""
    if not os.path.lexists(target):
        return {}
    if target.is_symlink() or not target.is_dir():
        raise UsageError(f"{target} is no folder and is left alone; choose another with --to.")
    try:
        read: dict[str, Any] = json.loads((target / LISTING).read_text("utf-8"))
        if read["site"] != _LAYOUT or not all(
            isinstance(read[key], dict) for key in ("files", "documents")
        ):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        if any(target.iterdir()):
            raise UsageError(
                f"{target} holds no site of the press, so what lies there is left alone; choose "
                "another folder with --to."
            ) from None
        return {}
    return read


def _basis(assets: Assets, wish: SiteWish) -> str:
    """Return what stands for all that pages are made with beside their documents."""
    digest = hashlib.sha256(f"{_LAYOUT}\n{wish.script}\n{wish.base}\n{wish.generator}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _listed(site: _Site) -> dict[str, Any]:
    made = {
        path.relative_to(site.making).as_posix(): sha256(path.read_bytes())
        for path in sorted(site.making.rglob("*"))
        if path.is_file()
    }
    return {
        "site": _LAYOUT,
        "basis": site.basis,
        "search": site.before.get("search", ""),
        "documents": {
            name: {"basis": site.bases[name], "entry": entry.as_json()}
            for name, entry in site.entries.items()
        },
        "files": dict(sorted({**site.kept, **made}.items())),
    }


def _document(site: _Site, folder: Path, waiting: Waiting) -> None:
    """Have a document in the site: as it stands there, or made anew."""
    name, published = folder.name, site.output / folder.name
    with reading(published, waiting):
        artefacts = read_artefacts(published)
        basis = sha256(read_bytes(published / MANIFEST))
        known = site.before.get("documents", {}).get(name)
        if known and known["basis"] == basis and _stands(site, name):
            site.entries[name] = entry_from(known["entry"])
            prefix = f"{name}/"
            site.kept |= {f: d for f, d in site.files_before.items() if f.startswith(prefix)}
        else:
            declaration, _ = Source.open(folder).read()
            entry, lines = read_entry(declaration, artefacts, published)
            site.entries[name], site.lines[name] = entry, lines
            digests = {artefact.file: artefact.sha256 for artefact in artefacts}
            _pages(site, entry, published, digests)
            site.made.append(name)
        site.bases[name] = basis


def _stands(site: _Site, name: str) -> bool:
    """Tell whether the files of a document are in the site, as a look at their names tells."""
    prefix = f"{name}/"
    files = [f for f in site.files_before if f.startswith(prefix)]
    return bool(files) and all((site.standing / f).is_file() for f in files)


def _pages(site: _Site, entry: SiteEntry, published: Path, digests: Mapping[str, str]) -> None:
    """Lay a document's files into the site, its pages with shared fonts."""
    home, base = SITE_WORDS[site.wish.script].home, site.wish.base
    for file in entry.files:
        source, name = published / file.name, f"{entry.document}/{file.name}"
        if file.edition != WEB:
            site.lay(source, name, digests[file.name])
            if file.book:
                site.put(f"{entry.document}/{file.cover}", _cover(source))
            continue
        html = read_bytes(source).decode()
        made = site_page(html, entry, file, SITE_WORDS[file.script].home or home, base)
        parts = chapter_pages(made, entry, file)
        made = way_to_parts(made, parts, file.script)
        for part in parts:
            site.put(f"{entry.document}/{part.name}", part.html.encode())
        site.put(name, made.encode())
        _compare(site, entry, source, [name, *(f"{entry.document}/{p.name}" for p in parts)])
        manifest = webpub(entry, file, base, [(part.name, part.title) for part in parts])
        site.put(f"{entry.document}/{webpub_name(file)}", manifest)


def _compare(site: _Site, entry: SiteEntry, published: Path, names: Sequence[str]) -> None:
    """Compare a page of the site with the published one, and its chapters with it."""
    paths = [site.making / n if (site.making / n).is_file() else site.standing / n for n in names]
    require_same_text(published, paths[0])
    if parts := paths[1:]:
        require_whole(paths[0], parts)


def _cover(book: Path) -> bytes:
    try:
        with zipfile.ZipFile(book) as archive:
            return archive.read(_COVER)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise RenderError(f"{book} has no cover ({error}); publish it again.") from None


def _own_pages(site: _Site) -> None:
    """Put lists, catalogues and feeds into the site."""
    wish, entries = site.wish, list(site.entries.values())
    lists = Lists(entries, wish.script, wish.generator, wish.base)
    pages = list(lists.pages())
    for page in pages:
        site.put(page.name, _rendered(site, page, "site/list.html.j2"))
    words = SITE_WORDS[wish.script]
    search = ListPage("search.html", words.search, wish.script, wish.generator, base=wish.base)
    site.put("search.html", _rendered(site, search, "site/search.html.j2"))
    site.put("search.js", read_bytes(site.assets.templates / "site/search.js"))
    site.put("site.css", read_bytes(site.assets.styles / "site.css"))
    site.put("atom.xml", atom(entries, wish.script, wish.base))
    for name, data in (
        *catalogue_12(entries, wish.script, wish.base),
        *catalogue_20(entries, wish.script, wish.base),
    ):
        site.put(name, data)
    marc, xml = records(entries, wish.base)
    site.put("catalogue.mrc", marc)
    site.put("catalogue.xml", xml)
    if wish.base:
        site.put("sitemap.xml", "".join(_sitemap(entries, pages, wish.base)).encode())


def _rendered(site: _Site, page: ListPage, template: str) -> bytes:
    import jinja2

    try:
        found = site.environment.get_template(template)
        words = SITE_WORDS[site.wish.script]
        return found.render(page=page, site=words).encode()
    except jinja2.TemplateError as error:
        raise RenderError(f"The template {template} fails: {error}; mend it.") from None


def _sitemap(entries: Sequence[SiteEntry], pages: Sequence[ListPage], base: str) -> Iterator[str]:
    """Yield a sitemap (sitemaps.org, 0.9): lists and pages."""
    from markupsafe import escape

    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for page in pages:
        yield f"<url><loc>{escape(base + page.name)}</loc></url>\n"
    for entry in entries:
        for script in entry.scripts:
            address = escape(f"{base}{entry.document}/{entry.page(script)}")
            yield f"<url><loc>{address}</loc><lastmod>{entry.created}</lastmod></url>\n"
    yield "</urlset>\n"


def _search(site: _Site) -> bool:
    """Put the search into the site; tell whether the index was made anew."""
    for name, packed in _known_lines(site):
        site.lines.setdefault(name, unpacked(packed))
    documents = [(name, site.lines[name]) for name in site.entries]
    places = dict[str, Any]()
    digest = hashlib.sha256()
    for file, found in chunks(documents):
        data = json_bytes(found)
        digest.update(data)
        site.put(f"{_SEARCH}/{file}", data)
        for name in found:
            entry = site.entries[name]
            pages = {script: entry.page(script) for script in entry.scripts}
            places[name] = {"chunk": file, "titles": dict(entry.titles), "pages": pages}
    site.put(f"{_SEARCH}/documents.json", json_bytes(places))
    index = f"{_SEARCH}/pagefind/"
    standing = {n: d for n, d in site.files_before.items() if n.startswith(index)}
    fold_name = f"{_SEARCH}/folding.json"
    if (
        site.before.get("search") == digest.hexdigest()
        and standing
        and all((site.standing / name).is_file() for name in (*standing, fold_name))
    ):
        site.kept |= standing
        site.kept[fold_name] = site.files_before[fold_name]
        return False
    fold = folding(documents)
    site.put(fold_name, json_bytes({"folds": fold.folds, "words": fold.words}))
    shadows = site.making.parent / "shadows"
    shadows.mkdir()
    try:
        for name, lines in documents:
            (shadows / f"{name}.html").write_text(shadow_page(name, lines, fold), "utf-8")
        make_index(shadows, site.making / index)
    finally:
        shutil.rmtree(shadows)
    site.before = {**site.before, "search": digest.hexdigest()}
    return True


def _known_lines(site: _Site) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the lines of documents that stand in the site, as its search has them."""
    for file in site.files_before:
        if file.startswith(f"{_SEARCH}/lines-"):
            with suppress(OSError, ValueError):
                found = json.loads((site.standing / file).read_text("utf-8"))
                yield from ((name, found[name]) for name in found if name in site.entries)


def _fonts(site: _Site) -> None:
    """Put the fonts into the site that show every page of it, script by script."""
    shown = dict[str, set[str]]()
    for name in (*site.kept, *(p.relative_to(site.making).as_posix()
                               for p in site.making.rglob("*.html"))):  # fmt: skip
        if not name.endswith(".html"):
            continue
        path = site.making / name
        text = (path if path.is_file() else site.standing / name).read_text("utf-8")
        script = _script_of(site, name)
        shown.setdefault(script or site.wish.script, set()).update(text)
    words = SITE_WORDS[site.wish.script]
    found = set("".join(t for e in site.entries.values() for t in e.titles.values()))
    shown.setdefault(site.wish.script, set()).update("".join((words.found, words.nothing)), found)
    for name, data in site_fonts({script: frozenset(found) for script, found in shown.items()}):
        site.put(f"fonts/{name}", data)


def _script_of(site: _Site, name: str) -> str:
    """Return the script of a document's page by its name, or nothing for a page of the site."""
    document, _, file = name.partition("/")
    tag = file.removeprefix(f"{document}.").partition(".")[0]
    return tag if document in site.entries and tag in SITE_WORDS else ""
