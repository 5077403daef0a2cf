"""Publishes documents: every edition made beside the old ones, proved, then moved into place."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from zhengben import __version__
from zhengben.conversion.inconsistency import inconsistencies
from zhengben.conversion.ledger import ConversionLedger, ledger_json
from zhengben.conversion.peculiar import peculiarities
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.registry import file_record, require_registry, suffixes_of
from zhengben.document.artefacts import (
    MACHINE,
    Artefact,
    ReducedTable,
    SavedSheet,
    Sibling,
    sha256,
    told_of_layouts,
)
from zhengben.document.artefacts import NAME as MANIFEST
from zhengben.document.declaration import Declaration
from zhengben.document.errors import ContentError
from zhengben.figures.known import undrawn
from zhengben.files.holding import Waiting, locked, nobody, reading
from zhengben.files.placing import Placement, require_apart, strangers, write_file
from zhengben.press.attachments import attachments
from zhengben.press.choice import Selection, choose_editions
from zhengben.press.drafts import by_copy
from zhengben.press.manifest import made_before, write_manifest
from zhengben.press.parcels import Fetched
from zhengben.press.plan import LEDGER, Pair, order, plan
from zhengben.press.proving import prove_beside, prove_text
from zhengben.press.published import Published, Wish
from zhengben.press.shares import FinishedShare, Share, Spread, by_tag, is_large, told_once
from zhengben.press.writers import Copy, Product, make
from zhengben.source.references import Unregistered
from zhengben.source.source import Source
from zhengben.source.texts import file_of_text, text_in
from zhengben.timing import span

_UNPROVED = (
    "{} characters that no font has are shown as 〓, and are not proved: "
    "this is a draft that claims no standard."
)
TOOL = f"正本 Zhengben {__version__}"


def publish(
    folder: Path,
    output: Path,
    assets: Assets,
    *,
    editions: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    everything: bool = False,
    force: bool = False,
    accept_open_questions: bool = False,
    progress: Callable[[str], None] = lambda step: None,
    waiting: Waiting = nobody,
    fetched: Fetched | None = None,
    spread: Spread | None = None,
    day: datetime.date | None = None,
) -> Published:
    """Publish one document to ``output/<document>``, or find that nothing has changed.

    What is wanted and stands already is kept (``force`` makes it anew), and so are other editions
    of the same text by the same software; ``everything`` keeps none that it would not make. Every
    artefact is proved against the canonical text; a difference raises FidelityError and leaves the
    old edition whole, as any other error does. Only files that the press itself had put there are
    replaced. What is asked about lines of the capture must be answered, unless a draft is wanted
    (``accept_open_questions``). ``waiting`` is told who holds the document first. While this reads
    the content nobody else of the press changes it; what an editor does meanwhile is noticed.
    ``fetched`` are editions that were made elsewhere and need but be put in place. ``spread`` has
    the scripts of a large document made by several processes. Of another version of it, which read
    so from a ``day`` on, the folder is ``<document>@<day>``.
    """
    require_registry(assets)
    require_apart(folder.parent, output)
    place = Placement(output, f"{folder.name}@{day}" if day else folder.name, waiting)
    wish = Wish(editions, scripts, everything, force, accept_open_questions, day)
    choose = partial(choose_editions, folder, place.folder, assets, wish)
    with reading(folder, waiting):
        choice = None if place.is_decided else choose()
        if choice is not None and choice.is_done:
            return _kept(choice, place)
        with locked(place.folder, waiting):
            place.recover()
            if choice is None or made_before(place.folder) != choice.before:
                # another process may have made it meanwhile
                choice = choose()
                if choice.is_done:
                    return _kept(choice, place)
            return _publish(choice, place, assets, progress, fetched, spread)


def _kept(choice: Selection, place: Placement) -> Published:
    basis = choice.basis(choice.manifest, choice.kept)
    return Published(place.name, place.folder, (), False, kept=tuple(choice.kept), basis=basis)


def _publish(
    choice: Selection,
    place: Placement,
    assets: Assets,
    progress: Callable[[str], None],
    fetched: Fetched | None,
    spread: Spread | None,
) -> Published:
    """Make what is missing and put it in place, with the manifest of all that stands then."""
    source, name, declaration = choice.source, place.name, choice.declaration
    progress("read")
    with span("parse"):
        for each in (source, *(source.at(version.date) for version in source.versions)):
            _check_derivation(each)
    findings, unproved = tuple(_findings(source, declaration)), dict[str, int]()
    try:
        folder = place.begin() / name
        folder.mkdir()
        if fetched is not None:
            made = list(fetched.take(choice.missing, choice.wanted.fingerprint, folder))
            findings, reduced = fetched.published.findings, fetched.published.reduced
        else:
            finished = _finished(choice, assets, folder, progress, spread)
            made = [artefact for each in finished for artefact in each.artefacts]
            findings += told_once(finished, source.scripts)
            reduced = tuple(told_of_layouts(one for each in finished for one in each.reduced))
            unproved = {file: n for each in finished for file, n in each.unproved.items()}
            if unproved:
                findings += (_UNPROVED.format(max(unproved.values())),)
        listed = sorted([*made, *choice.kept], key=lambda artefact: order(*artefact.pair))
        if not choice.still_holds(assets):
            told = "was changed, or the press itself, while it was published; begin again."
            raise ContentError(told, source.folder)
        canonical = declaration.provenance.canonical_sha256
        manifest = write_manifest(folder, name, canonical, choice.wanted, listed)
        standing = {artefact.file for artefact in choice.kept}
        before = {f"{name}/{f}": its for f, its in choice.before.items() if f not in standing}
        placed = place.finish(before, last=f"{name}/{MANIFEST}")
    finally:
        place.give_up()
    altered = tuple(file.removeprefix(f"{name}/") for file in placed.kept)
    ours = {artefact.file for artefact in listed} | {MANIFEST, MACHINE, *altered}
    return Published(
        name,
        place.folder,
        tuple(made),
        True,
        findings,
        tuple(_remarks(choice.unknown)),
        tuple(choice.kept),
        tuple(file.removeprefix(f"{name}/") for file in placed.removed),
        altered,
        strangers(place.folder, ours),
        tuple(choice.reasons()),
        choice.basis(manifest, listed),
        unproved,
        reduced,
    )


def _finished(
    choice: Selection,
    assets: Assets,
    folder: Path,
    progress: Callable[[str], None],
    spread: Spread | None,
) -> list[FinishedShare]:
    """Make what is missing here, or what of it belongs to a script by a process for each."""
    source, pairs = choice.source, choice.missing
    draft = choice.wish.accept_open_questions
    if spread is not None and source.day is None and is_large(choice.declaration, pairs):
        return list(
            spread([Share(source.folder, folder, assets, each, draft) for each in by_tag(pairs)])
        )
    return [_Maker(source, choice.declaration, assets, folder, progress, draft).finish(pairs)]


def make_share(share: Share, progress: Callable[[str], None]) -> FinishedShare:
    """Make some editions of a document, in a process of their own."""
    source = Source.open(share.document)
    declaration, _ = source.read()
    maker = _Maker(source, declaration, share.assets, share.target, progress, share.draft)
    return maker.finish(share.pairs)


def products(
    source: Source, declaration: Declaration, assets: Assets, pairs: Sequence[Pair], *, draft: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file of some editions, of which none is proved."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        maker = _Maker(source, declaration, assets, folder, lambda step: None, draft)
        maker.proved = False
        for artefact in maker.make(pairs):
            yield artefact.file, (folder / artefact.file).read_bytes()


class _Maker:
    """Makes what is missing of a document in a folder, and proves it."""

    def __init__(
        self,
        source: Source,
        declaration: Declaration,
        assets: Assets,
        folder: Path,
        progress: Callable[[str], None],
        draft: bool,
    ) -> None:
        self.source, self.assets, self.folder, self.progress = source, assets, folder, progress
        self.draft, self.unproved, self.proved = draft, dict[str, int](), True
        self.reduced = list[ReducedTable | SavedSheet]()
        self.texts = _Texts(source, declaration)
        self.canonical = source.folder / source.metadata.table("canonical").text("file")

    def finish(self, pairs: Sequence[Pair]) -> FinishedShare:
        """Make some editions, and return what was found on the way."""
        made = tuple(self.make(pairs))
        return FinishedShare(made, self.texts.findings(), self.unproved, tuple(self.reduced))

    def make(self, pairs: Sequence[Pair]) -> Iterator[Artefact]:
        """Yield each artefact when it is written and proved."""
        for script in dict.fromkeys(script for script, _ in pairs):
            names = [name for other, name in pairs if other == script]
            yield from self._editions(script, [n for n in names if n != LEDGER])
            if LEDGER in names and (ledger := self.texts.get(script)[1]) is not None:
                data = ledger_json(ledger)
                product = Product(LEDGER, "ledger.json", "application/json", data)
                yield _write(product, self.texts.get(script)[0].id, script, self.folder)

    def _editions(self, tag: str, names: Sequence[str]) -> Iterator[Artefact]:
        """Make editions of the text in a script, or of the texts that a tag joins by plus signs."""
        if not names:
            return
        found = [self.texts.get(script) for script in tag.split("+")]
        attached = partial(attachments, self.source, *found[0], TOOL)
        texts, rows = [text for text, _ in found], [EDITIONS[name] for name in names]
        copies = by_copy(rows, texts) if self.draft else [(rows, texts)]
        for editions, shown in copies:
            copy = Copy(
                shown, self.assets, self.canonical, TOOL, attached, self.texts.titles,
                self._siblings, partial(file_of_text, self.source, self.texts.declaration),
            )  # fmt: skip
            made = list[Artefact]()
            for product in make(copy, editions, self.progress):
                made.append(_write(product, shown[0].id, tag, self.folder))
                self.reduced += product.reduced
            if not self.proved:
                yield from made
                continue
            self.progress("proof")
            if len(shown) == 1:
                prove_text(made, shown[0], self.folder)
            else:
                for name in names:
                    files = [artefact for artefact in made if artefact.edition == name]
                    prove_beside(files, name, tag.split("+"), shown, self.folder)
            if unshown := sum(text.provenance.unshown for text in shown):
                self.unproved |= dict.fromkeys((artefact.file for artefact in made), unshown)
            yield from made

    def _siblings(self) -> list[Sibling]:
        """Return the files that a plain build makes of the document."""
        found = list[Sibling]()
        for script, edition in plan(self.source, (), (), False):
            for suffix in suffixes_of(EDITIONS[edition]) if edition != LEDGER else ():
                file = f"{self.source.name}.{script}.{suffix}"
                if record := file_record(edition, file):
                    found.append(Sibling(file, edition, script, record.media_type))
        return found


class _Texts:
    """A document in the scripts that are asked for, converted once each."""

    def __init__(self, source: Source, declaration: Declaration) -> None:
        self.source, self.declaration = source, declaration
        self._made: dict[str, tuple[Declaration, ConversionLedger | None]] = {}

    def get(self, script: str) -> tuple[Declaration, ConversionLedger | None]:
        """Return the document in a script, and the ledger of its conversion."""
        if script not in self._made:
            with span("convert"):
                self._made[script] = text_in(self.source, self.declaration, script)
        return self._made[script]

    def findings(self) -> dict[str, tuple[str, ...]]:
        """Return, by script, what the conversions made leave to be settled or to be mended."""
        return {script: tuple(self._findings(script)) for script in self._made}

    def _findings(self, script: str) -> Iterator[str]:
        text, ledger = self._made[script]
        if ledger is None:
            return
        yield from ledger.needless
        if found := ledger.doubtful:
            first = found[0]
            yield (
                f"{len(found)} places of the text in {script} are doubtful, the first in "
                f"{first.place}: {ledger.context(first)}; `script {text.id} --to {script}` "
                "lists them, and settles them with --settle."
            )
        if script.startswith("zh-Hant"):
            rows = ((line.id, line.text) for line in text.lines)
            yield from (f"{script}: {each.sentence}" for each in inconsistencies(rows))

    def titles(self) -> dict[str, str]:
        """Return the title in every script that the document is published in."""
        return {script: self.get(script)[0].title.text for script in self.source.scripts}


def _findings(source: Source, declaration: Declaration) -> Iterator[str]:
    """Yield what an editor should look at, though it keeps nothing from being published."""
    accepted = source.accepted_characters
    for found in peculiarities(declaration.lines, declaration.script, accepted):
        yield found.sentence
    yield from undrawn(declaration)


def _remarks(unknown: Iterable[Unregistered]) -> Iterator[str]:
    """Yield the titles that the register of a document, which is not strict, does not know."""
    for title in unknown:
        yield f"{title.line_id}: the register does not know {title.title}."


def _check_derivation(source: Source) -> None:
    """Demand that the canonical text is what the rules make of the capture."""
    derived, _ = source.derive()
    if derived != source.canonical:
        pairs = zip(derived.split("\n"), source.canonical.split("\n"), strict=False)
        line = next((n for n, (new, old) in enumerate(pairs, 1) if new != old), 1)
        raise ContentError(
            "is not what the rules make of the capture; run `canon` to see the ledger.",
            source.folder / source.metadata.table("canonical").text("file"),
            line,
        )


def _write(product: Product, document: str, script: str, folder: Path) -> Artefact:
    file = f"{document}.{script}.{product.suffix}"
    write_file(folder / file, product.data)
    return Artefact(
        file,
        product.edition,
        script,
        product.media_type,
        len(product.data),
        product.pages,
        product.claims,
        sha256(product.data),
    )
