"""Publishes documents: every edition made beside the old ones, proved, then moved into place."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from zhengben import __version__
from zhengben.assets import Assets
from zhengben.attachments import attachments
from zhengben.document import Source
from zhengben.editions import COLLATION, EDITIONS, IN_EVERY_SCRIPT
from zhengben.errors import ContentError, UsageError, ZhengbenError
from zhengben.make import Product, make, make_collation
from zhengben.manifest import Artefact, fingerprint, is_current, sha256, write_manifest
from zhengben.model import Declaration, second_anchor
from zhengben.references import Unregistered
from zhengben.script.edition import in_script
from zhengben.script.ledger import Ledger, ledger_json
from zhengben.script.peculiar import peculiarities
from zhengben.script.routes import require_script, scripts_of
from zhengben.timing import span

TOOL = f"正本 Zhengben {__version__}"


@dataclass(frozen=True, slots=True)
class Published:
    """A document's folder in ``dist/``; ``made`` is false when it was up to date already."""

    document: str
    folder: Path
    artefacts: tuple[Artefact, ...]
    made: bool
    findings: tuple[str, ...] = ()


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

    Without ``editions`` and ``scripts`` that is every edition in the script of the canonical text,
    and in its other scripts those of ``IN_EVERY_SCRIPT``; ``everything`` makes all of both.
    Every artefact is proved against the canonical text; a difference raises FidelityError and
    leaves the old edition whole, as any other error does.
    """
    target = output / folder.name
    _recover(target)
    wanted = fingerprint(folder, assets, (*editions, *scripts, str(everything)))
    if not force and is_current(target, wanted):
        return Published(folder.name, target, (), made=False)
    progress("read")
    with span("parse"):
        source = Source.open(folder)
        declaration, unknown = source.read()
        _check_derivation(source)
    findings = tuple(_findings(source, declaration, unknown))
    output.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=output))
    texts = _Texts(source, declaration)
    try:
        artefacts = list[Artefact]()
        canonical = folder / source.metadata.table("canonical").text("file")
        for script, names in _plan(source, declaration, editions, scripts, everything):
            text, ledger = texts.get(script)
            rows = [EDITIONS[name] for name in names]
            attached = partial(attachments, source, text, ledger, TOOL)
            made = [
                _write(product, text, scratch)
                for product in make(
                    text, rows, assets, canonical, TOOL, progress, attached, texts.titles
                )
            ]
            progress("proof")
            _prove(made, text, scratch)
            artefacts += made
            if ledger is not None:
                data = ledger_json(ledger)
                product = Product("ledger", "ledger.json", "application/json", data)
                artefacts.append(_write(product, text, scratch))
        if everything or COLLATION.name in editions:
            artefacts += _collation(source, declaration, assets, scratch, progress)
        write_manifest(
            scratch, folder.name, declaration.provenance.canonical_sha256, wanted, artefacts
        )
        scratch.chmod(0o755)
        _replace(scratch, target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Published(folder.name, target, tuple(artefacts), made=True, findings=findings)


class _Texts:
    """A document in the scripts that are asked for, converted once each."""

    def __init__(self, source: Source, declaration: Declaration) -> None:
        self.source, self.declaration = source, declaration
        self._made: dict[str, tuple[Declaration, Ledger | None]] = {}

    def get(self, script: str) -> tuple[Declaration, Ledger | None]:
        """Return the document in a script, and the ledger of its conversion."""
        if script not in self._made:
            with span("convert"):
                self._made[script] = in_script(self.declaration, script, self.source.reviewed)
        return self._made[script]

    def titles(self) -> dict[str, str]:
        """Return the title in every script that the document is published in."""
        return {script: self.get(script)[0].title.text for script in self.source.scripts}


def _plan(
    source: Source,
    declaration: Declaration,
    editions: tuple[str, ...],
    scripts: tuple[str, ...],
    everything: bool,
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each script to publish in, with the editions to make in it."""
    own = declaration.script
    for script in scripts:
        require_script(script, own)
    chosen = scripts or (source.scripts if everything or not editions else (own,))
    common = tuple(name for name in declaration.editions if name in IN_EVERY_SCRIPT)
    for script in scripts_of(own):
        if script in chosen:
            whole = script == own or scripts or everything
            names = editions or (declaration.editions if whole else common)
            if names := tuple(name for name in names if name != COLLATION.name):
                yield script, names


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


def _name(product: Product, declaration: Declaration) -> str:
    return f"{declaration.id}.{declaration.script}.{product.suffix}"


def _write(product: Product, declaration: Declaration, folder: Path) -> Artefact:
    file = _name(product, declaration)
    (folder / file).write_bytes(product.data)
    return Artefact(
        file,
        product.edition,
        declaration.script,
        product.media_type,
        len(product.data),
        product.pages,
        product.claims,
        sha256(product.data),
    )


class FidelityError(ZhengbenError):
    """A finished artefact does not say what the canonical text says."""


def _collation(
    source: Source,
    declaration: Declaration,
    assets: Assets,
    folder: Path,
    progress: Callable[[str], None],
) -> Iterator[Artefact]:
    """Make the edition that sets Traditional and Simplified text side by side, if it may be."""
    if not {"zh-Hant", "zh-Hans"} <= set(source.scripts):
        return
    (left, one), (right, other) = (
        in_script(declaration, script, source.reviewed) for script in ("zh-Hant", "zh-Hans")
    )
    canonical = source.folder / source.metadata.table("canonical").text("file")
    both = replace(left, script=f"{left.script}+{right.script}")
    products = make_collation(left, right, assets, canonical, TOOL, progress)
    made = [_write(product, both, folder) for product in products]
    progress("proof")
    _prove(made, left, folder, language=left.script)
    _prove(made, right, folder, language=right.script, second=right.script)
    yield from made
    for text, ledger in ((left, one), (right, other)):
        product = Product("ledger", "ledger.json", "application/json", b"")
        if ledger is not None and not (folder / _name(product, text)).exists():
            yield _write(replace(product, data=ledger_json(ledger)), text, folder)


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
        from zhengben.fonts.faces import FACES
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
