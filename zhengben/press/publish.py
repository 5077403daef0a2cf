"""Publishes documents: every edition made beside the old ones, proved, then moved into place."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhengben import __version__
from zhengben.conversion.declarations import in_script
from zhengben.conversion.ledger import ConversionLedger, ledger_json
from zhengben.conversion.peculiar import peculiarities
from zhengben.design.assets import Assets
from zhengben.design.editions import EDITIONS
from zhengben.design.registry import require_registry
from zhengben.document.artefacts import Artefact, sha256
from zhengben.document.declaration import Declaration, second_anchor
from zhengben.document.errors import ContentError, UsageError, ZhengbenError
from zhengben.press.attachments import attachments
from zhengben.press.manifest import fingerprint, standing, write_manifest
from zhengben.press.plan import LEDGER, Pair, place, plan
from zhengben.press.writers import Copy, Product, make
from zhengben.source.references import Unregistered
from zhengben.source.source import Source
from zhengben.timing import span

TOOL = f"正本 Zhengben {__version__}"


@dataclass(frozen=True, slots=True)
class Published:
    """A document's folder in ``dist/``; ``made`` is false when it was up to date already.

    ``artefacts`` are those made now, ``kept`` those of earlier builds that stand beside them, and
    ``removed`` files that were there and belong to the document no more.
    """

    document: str
    folder: Path
    artefacts: tuple[Artefact, ...]
    made: bool
    findings: tuple[str, ...] = ()
    kept: tuple[Artefact, ...] = ()
    removed: tuple[str, ...] = ()


def find_documents(content: Path, names: Iterable[str]) -> list[Path]:
    """Return the folders of the named documents, or of all that ``content`` holds."""
    known = sorted(path.parent for path in content.glob("*/document.toml"))
    wanted = list(names)
    for name in wanted:
        if not any(folder.name == name for folder in known):
            there = ", ".join(folder.name for folder in known) or "none"
            raise UsageError(f"There is no document “{name}” in {content}; there is: {there}.")
    if not known:
        raise UsageError(
            f"{content} holds no document; make a folder with a document.toml, or name another "
            "folder with --content."
        )
    return [folder for folder in known if not wanted or folder.name in wanted]


def publish(
    folder: Path,
    output: Path,
    assets: Assets,
    *,
    editions: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    everything: bool = False,
    force: bool = False,
    progress: Callable[[str], None] = lambda step: None,
) -> Published:
    """Publish one document to ``output/<document>``, or find that nothing has changed.

    What is wanted and stands already is kept (``force`` makes it anew), and so are other editions
    of the same text by the same software; ``everything`` keeps none that it would not make. Every
    artefact is proved against the canonical text; a difference raises FidelityError and leaves the
    old edition whole, as any other error does.
    """
    require_registry(assets)
    target = output / folder.name
    _recover(target)
    source = Source.open(folder)
    pairs = plan(source, editions, scripts, everything)
    wanted = fingerprint(folder, assets)
    kept, gone = standing(target, wanted)
    if everything:
        gone += [a for a in kept if a.pair not in pairs]
        kept = [a for a in kept if a.pair in pairs]
    if force:
        kept = [a for a in kept if a.pair not in pairs]
    missing = [pair for pair in pairs if pair not in {a.pair for a in kept}]
    if not missing and not gone:
        return Published(folder.name, target, (), made=False, kept=tuple(kept))
    progress("read")
    with span("parse"):
        declaration, unknown = source.read()
        _check_derivation(source)
    findings = tuple(_findings(source, declaration, unknown))
    output.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=output))
    try:
        maker = _Maker(source, declaration, assets, scratch, progress)
        made = list(maker.make(missing))
        for artefact in kept:
            shutil.copyfile(target / artefact.file, scratch / artefact.file)
        listed = sorted([*made, *kept], key=lambda artefact: place(*artefact.pair))
        canonical = declaration.provenance.canonical_sha256
        write_manifest(scratch, folder.name, canonical, wanted, listed)
        scratch.chmod(0o755)
        _replace(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    removed = sorted({a.file for a in gone} - {a.file for a in listed})
    return Published(folder.name, target, tuple(made), True, findings, tuple(kept), tuple(removed))


class _Maker:
    """Makes what is missing of a document in a folder, and proves it."""

    def __init__(
        self,
        source: Source,
        declaration: Declaration,
        assets: Assets,
        folder: Path,
        progress: Callable[[str], None],
    ) -> None:
        self.source, self.assets, self.folder, self.progress = source, assets, folder, progress
        self.texts = _Texts(source, declaration)
        self.canonical = source.folder / source.metadata.table("canonical").text("file")

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
        texts = [text for text, _ in found]
        attached = partial(attachments, self.source, *found[0], TOOL)
        copy = Copy(texts, self.assets, self.canonical, TOOL, attached, self.texts.titles)
        rows = [EDITIONS[name] for name in names]
        made = [
            _write(product, texts[0].id, tag, self.folder)
            for product in make(copy, rows, self.progress)
        ]
        self.progress("proof")
        if len(texts) == 1:
            _prove(made, texts[0], self.folder)
        else:
            for n, text in enumerate(texts):
                second = text.script if n else ""
                _prove(made, text, self.folder, language=text.script, second=second)
        yield from made


class _Texts:
    """A document in the scripts that are asked for, converted once each."""

    def __init__(self, source: Source, declaration: Declaration) -> None:
        self.source, self.declaration = source, declaration
        self._made: dict[str, tuple[Declaration, ConversionLedger | None]] = {}

    def get(self, script: str) -> tuple[Declaration, ConversionLedger | None]:
        """Return the document in a script, and the ledger of its conversion."""
        if script not in self._made:
            with span("convert"):
                self._made[script] = in_script(self.declaration, script, self.source.reviewed)
        return self._made[script]

    def titles(self) -> dict[str, str]:
        """Return the title in every script that the document is published in."""
        return {script: self.get(script)[0].title.text for script in self.source.scripts}


def _findings(
    source: Source, declaration: Declaration, unknown: Iterable[Unregistered]
) -> Iterator[str]:
    """Yield what an editor should look at, though it keeps nothing from being published."""
    for title in unknown:
        yield f"{title.line_id}: the register does not know {title.title}."
    accepted = source.accepted_characters
    for found in peculiarities(declaration.lines, declaration.script, accepted):
        yield found.sentence


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
    (folder / file).write_bytes(product.data)
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


class FidelityError(ZhengbenError):
    """A finished artefact does not say what the canonical text says."""


def _prove(
    artefacts: list[Artefact],
    declaration: Declaration,
    folder: Path,
    language: str = "",
    second: str = "",
) -> None:
    """Prove files against a text: all of it, or the column that is in a language."""
    # the proof's own libraries are part of what it costs
    with span("proof"):
        from zhengben.design.faces import FACES
        from zhengben.proof.fidelity import prove

        lines = declaration.lines
        ids = tuple(second_anchor(line.id, second) if second else line.id for line in lines)
        references = {face.key: face.path for face in FACES.values()}
        for artefact in artefacts:
            path = folder / artefact.file
            proof = prove(path, declaration.text, ids=ids, references=references, language=language)
            if proof.failures:
                raise FidelityError(f"{artefact.file}: {proof.failures[0]}")


def _recover(target: Path) -> None:
    """Put back an old edition whose replacement was interrupted; sweep up after killed builds."""
    for scratch in target.parent.glob(f".{target.name}-*"):
        # a younger one may belong to a build that is still running
        if scratch.stat().st_mtime < time.time() - 3600:
            shutil.rmtree(scratch, ignore_errors=True)
    old = target.with_name(f".{target.name}.old")
    if old.is_dir() and not target.exists():
        os.replace(old, target)


def _replace(scratch: Path, target: Path) -> None:
    """Move a finished folder into place of the old one."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        os.replace(target, old)
    os.replace(scratch, target)
    shutil.rmtree(old, ignore_errors=True)
