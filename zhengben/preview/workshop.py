"""Makes editions in memory: each when somebody looks at it, and anew when what it shows changes.

A document is read again when a file of it or of its content changed, an edition made again when
that, a template or a sheet did; of a print edition only the pages that are asked for are drawn.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct, field

from zhengben.design.assets import Assets
from zhengben.design.editions import BESIDE, EDITIONS, PRINTED
from zhengben.design.kinds import BesideBookEdition, BesideEdition, Edition, PrintEdition
from zhengben.design.registry import require_registry
from zhengben.document.declaration import Declaration, second_anchor, to_json
from zhengben.document.errors import RenderError, UsageError, ZhengbenError
from zhengben.document.lines import Line
from zhengben.document.regex import regex
from zhengben.document.versions import version_tag
from zhengben.files.toml import read_bytes
from zhengben.linebreaking.memory import ComposedMemory, remembering
from zhengben.press.documents import find_documents
from zhengben.press.writers import Copy, Product, make
from zhengben.preview.views import MadeView
from zhengben.source.source import Source
from zhengben.source.texts import text_in

# pixels of a picture for a point of the page
SCALE = 1.6
# of so many editions composed paragraphs are kept, to set them again after an edit
_MOST_REMEMBERED = 8
# how many characters around a click have to be found in a line
_LEAST_RUN, _MOST_RUN = 4, 24
_OPF = "{http://www.idpf.org/2007/opf}"
_SPACE = regex(r"\s+")
_READ = (".toml", ".txt", ".md", ".html", ".wiki", ".json", ".tsv")
Stamp = tuple[tuple[str, int, int], ...]


class FilePlace(Struct, frozen=True):
    """A place that an editor opens: a file of the content and a line of it, from 1."""

    file: str
    line: int
    text: str


class ReadDocument(Struct):
    """A document as it was last read; ``edited`` says how its text is another than was sealed."""

    stamp: Stamp
    source: Source
    declaration: Declaration
    edited: str = ""
    texts: dict[str, Declaration] = field(default_factory=dict)
    views: dict[tuple[str, str], tuple[Stamp, MadeView]] = field(default_factory=dict)


class Workshop:
    """What is made of the documents of a content; one thing at a time, whoever asks."""

    def __init__(self, content: Path, assets: Assets, tool: str) -> None:
        self.content, self.assets, self.tool = content, assets, tool
        self._documents: dict[str, ReadDocument] = {}
        self._pictures: dict[tuple[str, int], bytes] = {}
        self._composed: dict[tuple[str, ...], ComposedMemory] = {}
        self._alone = threading.RLock()

    def names(self) -> list[str]:
        """Return the names of the documents."""
        return [folder.name for folder in find_documents(self.content, ())]

    def folder(self, name: str) -> Path:
        """Return the folder of a document that is there; raise UsageError for any other name."""
        for folder in find_documents(self.content, ()):
            if folder.name == name:
                return folder
        raise UsageError(f"There is no document “{name:.80}”.")

    def scripts(self, name: str) -> tuple[str, ...]:
        """Return the scripts that a document is published in, its own first."""
        with self._alone:
            return self._scripts(self._read(name))

    def editions(self, name: str) -> list[str]:
        """Return the editions that there may be of a document."""
        with self._alone:
            source = self._read(name).source
            return [n for n, row in EDITIONS.items()
                    if n not in BESIDE or source.others(BESIDE[n].beside)
                    if set(row.scripts) <= set(source.scripts)]  # fmt: skip

    def view(self, name: str, script: str, edition: str, page: int = 1) -> MadeView:
        """Return an edition of a document in a script; what is wrong is told in its ``error``.

        Of pages the ``page`` that is in sight is placed, which tells what is wrong in placing it.
        """
        if edition not in EDITIONS:
            raise UsageError(f"There is no edition “{edition:.80}”.")
        self.folder(name)
        with self._alone:
            looks = _stamp(self.assets.templates, (".j2", ".js")) + _stamp(
                self.assets.styles, (".css",)
            )
            try:
                document = self._read(name)
                known = document.views.get((script, edition))
                if known is None or known[0] != looks:
                    known = looks, self._make(document, script, edition, looks)
                    if known[1].pages:
                        known[1].pdf_of(min(max(1, page), known[1].pages))
                    document.views[script, edition] = known
                return known[1]
            except ZhengbenError as error:
                return MadeView(_version(str(error), str(looks)), error=str(error))

    def document(self, name: str) -> ReadDocument:
        """Return a document as it lies there, or raise what is wrong with it."""
        with self._alone:
            return self._read(name)

    def _read(self, name: str) -> ReadDocument:
        """Return a document as it lies there; raise what is wrong with it."""
        folder = self.folder(name)
        stamp = _stamp(folder, _READ) + _stamp(self.content / "register", _READ)
        stamp += tuple(row for row in _stamp(self.content, _READ, deep=False))
        known = self._documents.get(name)
        if known is None or known.stamp != stamp:
            self._documents.pop(name, None)
            source, edited = _as_it_lies(folder)
            declaration, _ = source.read()
            known = ReadDocument(stamp, source, declaration, edited)
            self._documents[name] = known
        return known

    def _make(self, document: ReadDocument, script: str, edition: str, looks: Stamp) -> MadeView:
        """Make what is shown of an edition; of pages nothing but their number."""
        require_registry(self.assets)
        row = EDITIONS[edition]
        tags = self._tags(document, row, script)
        texts = tuple(self._text(document, tag) for tag in tags)
        source = document.source
        canonical = source.folder / source.metadata.table("canonical").text("file")
        titles = {tag: self._text(document, tag).title.text for tag in self._scripts(document)}
        copy = Copy(texts, self.assets, canonical, self.tool, titles=lambda: titles)

        def whole() -> tuple[Product, ...]:
            with self._alone:
                return tuple(make(copy, [row], lambda step: None))

        if edition not in PRINTED:
            view = MadeView("", tags=tags, texts=texts, whole=whole, alone=self._alone)
            view.version = _version(*(hashlib.sha256(p.data).hexdigest() for p in view.products))
            return view

        def page(number: int) -> bytes:
            with self._alone:
                return copy.press.show(PRINTED[edition], number)

        version = _version(edition, str(looks), *map(to_json, texts))
        with remembering(self._remembered(source.name, script, edition)):
            pages = len(copy.press.set(PRINTED[edition]).pages)
        return MadeView(
            version, tags=tags, texts=texts, whole=whole, page=page, pages=pages, alone=self._alone
        )

    def _remembered(self, *key: str) -> ComposedMemory:
        """Return what remembers the paragraphs of an edition; of many that of the latest ones."""
        known = self._composed.pop(key, None) or ComposedMemory()
        if len(self._composed) >= _MOST_REMEMBERED:
            self._composed.pop(next(iter(self._composed)))
        self._composed[key] = known
        return known

    def _tags(self, document: ReadDocument, row: Edition, script: str) -> tuple[str, ...]:
        """Return the tags of the texts that an edition shows, which may be several."""
        if not isinstance(row, BesideEdition | BesideBookEdition):
            return row.scripts or (script,)
        if not (others := document.source.others(row.beside)):
            told = f"{document.source.name} has no other {row.beside}, which its {row.name} shows."
            raise UsageError(told)
        return (document.declaration.script, *others)

    def _scripts(self, document: ReadDocument) -> tuple[str, ...]:
        """Return the scripts that a document is published in, its own first."""
        return tuple(dict.fromkeys((document.declaration.script, *document.source.scripts)))

    def _others(self, document: ReadDocument) -> tuple[str, ...]:
        """Return the tags of the texts that may stand beside the document's own."""
        return document.source.others("versions") + document.source.others("languages")

    def _text(self, document: ReadDocument, tag: str) -> Declaration:
        if tag not in document.texts:
            if tag not in (*self._scripts(document), *self._others(document)):
                raise UsageError(f"{document.source.name} is not published in “{tag:.40}”.")
            document.texts[tag] = text_in(document.source, document.declaration, tag)[0]
        return document.texts[tag]

    # --- what is seen of a view

    def picture(self, view: MadeView, number: int) -> bytes:
        """Return a page of a PDF, from 1, as a PNG; raise UsageError for one that is not there."""
        key = view.version, number
        with self._alone:
            if key not in self._pictures:
                if len(self._pictures) > 200:
                    self._pictures.clear()
                self._pictures[key] = self._drawn(view.pdf_of(number), number)
            return self._pictures[key]

    def _drawn(self, data: bytes, number: int) -> bytes:
        import pypdfium2 as pdfium

        with pdfium.PdfDocument(data) as pdf:
            bitmap = pdf[number - 1].render(scale=SCALE)
            out = io.BytesIO()
            bitmap.to_pil().convert("L").save(out, "PNG", compress_level=1)
            return out.getvalue()

    def book_pages(self, view: MadeView) -> tuple[str, ...]:
        """Return the names of an e-book's pages, in its order."""
        package = ElementTree.fromstring(self.book_file(view, "content.opf"))
        names = {item.get("id"): item.get("href", "") for item in package.iter(f"{_OPF}item")}
        found = (names.get(ref.get("idref"), "") for ref in package.iter(f"{_OPF}itemref"))
        return tuple(name for name in found if name)

    def book_file(self, view: MadeView, name: str) -> bytes:
        """Return a file of an e-book by its name in it; raise UsageError for one it has not."""
        with zipfile.ZipFile(io.BytesIO(view.product.data)) as book:
            wanted = f"EPUB/{name}"
            # a name of the archive's own list leads nowhere else
            if wanted not in book.namelist():
                raise UsageError(f"The book has no file “{name:.80}”.")
            return book.read(wanted)

    # --- where what is seen stands

    def place_of(self, name: str, anchor: str) -> FilePlace:
        """Return where a line stands in the canonical text, by its anchor."""
        with self._alone:
            document = self._read(name)
            noted = {f"{kind}-{note.number}": note.line_id for note in document.declaration.notes
                     for kind in ("call", "note")}  # fmt: skip
            wanted = noted.get(anchor, anchor)
            for line in document.declaration.lines:
                if wanted in (line.id, *(f"{line.id}-{tag}" for tag in document.source.scripts)):
                    return self._place(document, line)
            for tag in self._others(document):
                for line in self._text(document, tag).lines if wanted.endswith(tag) else ():
                    if wanted == second_anchor(line.id, tag):
                        return self._place(document, line, tag)
        return FilePlace(f"{name}/document.toml", 1, "")

    def place_at(self, name: str, view: MadeView, number: int, x: float, y: float) -> FilePlace:
        """Return where what stands at a point of a page stands; x and y are shares of the page."""
        with self._alone:
            document = self._read(name)
            said, at = _around(view.pdf_of(number), number, x, y)
            for tag, text in zip(view.tags, view.texts, strict=True):
                for line in text.lines:
                    if _stands(said, at, line.text):
                        return self._place(document, line, tag)
            return self._of_apparatus(document, said[max(0, at - 8) : at + 8])

    def _place(self, document: ReadDocument, line: Line, tag: str = "") -> FilePlace:
        """Return where a line stands in the file of its text, which may be another version's."""
        source, own = document.source, document.declaration
        metadata = source.metadata
        for version in source.versions:
            if tag == version_tag(own.script, version.date):
                metadata = version.metadata
        for language in source.languages:
            metadata = language.metadata if tag == language.tag else metadata
        name = metadata.table("canonical").text("file")
        return FilePlace(f"{source.name}/{name}", line.index, line.text)

    def _of_apparatus(self, document: ReadDocument, said: str) -> FilePlace:
        """Return where the metadata or the register say something that is no text."""
        folder = document.source.folder
        files = [folder / "document.toml", *sorted((self.content / "register").glob("*.toml"))]
        for length in range(len(said), _LEAST_RUN - 1, -1):
            for start in range(len(said) - length + 1):
                run = said[start : start + length]
                for path in files:
                    if found := _line_with(path, run):
                        name = path.relative_to(self.content).as_posix()
                        return FilePlace(name, *found)
        return FilePlace(f"{document.source.name}/document.toml", 1, "")


def _as_it_lies(folder: Path) -> tuple[Source, str]:
    """Return a document whose text counts as it lies there, and how that is not the sealed one.

    Whoever edits wants to see what comes of it; the press itself publishes no such text.
    """
    source = Source.open(folder)
    table = source.metadata.table("canonical")
    path = folder / Path(table.text("file")).name
    digest = hashlib.sha256(read_bytes(path)).hexdigest()
    if digest == table.text("sha256"):
        return source, ""
    edited = (
        f"{path.name} is another text than document.toml names by its SHA-256; nothing of it is "
        "published until that is settled (`canon` shows how the text comes from the capture)."
    )
    return Source(folder, source.metadata.with_value("canonical", "sha256", digest)), edited


def _line_with(path: Path, run: str) -> tuple[int, str] | None:
    for number, row in enumerate(path.read_text("utf-8").split("\n"), 1):
        if run in row:
            return number, row.strip()
    return None


def _around(data: bytes, number: int, x: float, y: float) -> tuple[str, int]:
    """Return the text of a page without blanks, and where in it a point lies."""
    import ctypes

    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    with pdfium.PdfDocument(data) as pdf:
        if not 1 <= number <= len(pdf):
            raise UsageError(f"There is no page {number}.")
        page = pdf[number - 1]
        width, height = page.get_size()
        across, down = ctypes.c_double(), ctypes.c_double()
        raw.FPDF_DeviceToPage(
            page, 0, 0, 10_000, 10_000, 0, int(x * 10_000), int(y * 10_000), across, down
        )
        text = page.get_textpage()
        at = text.get_index(
            across.value, down.value, max(width, height) / 8, max(width, height) / 8
        )
        whole = text.get_text_range()
    if at is None or at < 0:
        return "", 0
    before = _SPACE.sub("", whole[:at])
    return _SPACE.sub("", whole), len(before)


def _stands(said: str, at: int, line: str) -> bool:
    """Tell whether what is said around an offset stands in a line; blanks do not count."""
    squeezed = _SPACE.sub("", line)
    for length in (_MOST_RUN, _MOST_RUN // 2, _LEAST_RUN + 2):
        for start in (max(0, at - length // 2), at, max(0, at - length + 1)):
            run = said[start : start + length]
            if len(run) == length and run in squeezed:
                return True
    return (
        len(squeezed) <= _MOST_RUN
        and bool(squeezed)
        and squeezed in said
        and at in _span(said, squeezed)
    )


def _span(said: str, text: str) -> range:
    start = said.find(text)
    return range(start, start + len(text))


def _stamp(folder: Path, ends: Sequence[str], *, deep: bool = True) -> Stamp:
    """Return names, times and sizes of the files of a folder."""
    return tuple(sorted(_stamped(folder, tuple(ends), deep)))


def _stamped(folder: Path, ends: tuple[str, ...], deep: bool) -> Iterator[tuple[str, int, int]]:
    for path in folder.rglob("*") if deep else folder.glob("*"):
        if path.name.endswith(ends) and path.is_file():
            status = path.stat()
            yield str(path), status.st_mtime_ns, status.st_size


def _version(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def kind_of(edition: str) -> str:
    """Return how an edition is shown: as pages, as a book, as a web page or as text."""
    row = EDITIONS[edition]
    if isinstance(row, PrintEdition):
        return "pages"
    kinds: Mapping[str, str] = {"application/epub+zip": "book", "text/html": "web"}
    return kinds.get(row.media_type, "text")


def as_text(product: Product) -> str:
    """Return a file that no browser shows as the text in it."""
    if not product.data.startswith(b"PK"):
        return product.data.decode("utf-8", "replace")
    try:
        with zipfile.ZipFile(io.BytesIO(product.data)) as archive:
            parts = [n for n in archive.namelist() if n.endswith("document.xml")]
            text = archive.read(parts[0]).decode("utf-8", "replace") if parts else ""
    except zipfile.BadZipFile as error:
        raise RenderError(f"The file does not open: {error}.") from None
    return re.sub(r"<[^>]*>", "", text.replace("</w:p>", "\n"))
