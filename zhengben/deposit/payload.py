"""Gathers what goes into a deposit: every file by its path below ``data/``."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from zhengben import __version__
from zhengben.checks.catalogue import Report
from zhengben.deposit.extract import fonts, register_toml
from zhengben.deposit.formats import format_of
from zhengben.deposit.premis import PremisAgent, PremisEvent, PremisFile, PremisRights, premis
from zhengben.deposit.press_source import press_source
from zhengben.deposit.reports import outcome, validation, verapdf, votes
from zhengben.design.assets import Assets
from zhengben.design.faces import FACES
from zhengben.document.artefacts import NAME, Artefact
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.depositor import LABELS
from zhengben.document.versions import version_tag
from zhengben.emendation.derivation import EmendationLedger
from zhengben.press.attachments import capture_ledger, media_type
from zhengben.source.depositor import SHARED, read_depositor
from zhengben.source.other_languages import LanguageSource
from zhengben.source.source import Source

_ENGINES = {"application/pdf": "weasyprint", "application/epub+zip": "ebooklib"}
# what a bag of this layout looks like, in the form of github.com/bagit-profiles
_PROFILE = (Path(__file__).parent / "bagit-profile.json").read_bytes()
PROFILE_URI: str = json.loads(_PROFILE)["BagIt-Profile-Info"]["BagIt-Profile-Identifier"]
_PRESS = PremisAgent("Zhengben", __version__)


class Deposit(Struct, frozen=True):
    """What a deposit is made from.

    ``declarations`` holds the document in each script that an artefact has; ``report`` is what the
    checks found, or None when they were not made; ``validators`` names the programs that checked.
    ``date`` is the day of the deposit. ``signed`` holds the editions that were signed, with what is
    behind their bytes, and ``signers`` who signed them.
    """

    source: Source
    declaration: Declaration
    declarations: Mapping[str, Declaration]
    editions: Path
    artefacts: tuple[Artefact, ...]
    software: Mapping[str, Any]
    report: Report | None
    validators: Mapping[str, str]
    date: datetime.date
    signed: Mapping[str, bytes] = field(default_factory=dict)
    signers: tuple[str, ...] = ()

    def payload(self, assets: Assets, reports: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return every file by its path; ``reports`` are those of ``reports``, or of a bag."""
        files = self._content() | self._editions()
        derived, ledger = self.source.derive()
        assert derived == self.source.canonical
        files |= history(self.source, *self._paths(self.source))
        for tag, other in self._others():
            files |= history(other, *self._paths(other), f".{tag}")
        files["metadata/bagit-profile.json"] = _PROFILE
        files["metadata/software.json"] = _json(self.software)
        for script, declaration in self.declarations.items():
            files[f"metadata/declaration.{script}.json"] = (to_json(declaration) + "\n").encode()
        files |= reports
        told, licences = fonts(FACES.values())
        files["fonts/fonts.json"] = _json(told)
        files |= {f"fonts/{name}": text for name, text in licences.items()}
        files |= press_source(assets)
        files["README.txt"] = self._readme(assets, sorted({font["licence"] for font in told}))
        files["metadata/premis.xml"] = premis(
            self._files(files), self._events(ledger), self._people(), self._rights()
        )
        return files

    def validation(self) -> bytes:
        """Return what the checks found."""
        return _json(validation(self.report, self.validators, self.editions))

    def reports(self) -> dict[str, bytes]:
        """Return what checks, validators and other converters say, by path."""
        files = {"reports/validation.json": self.validation()}
        if self.report is not None:
            files["reports/verapdf.txt"] = verapdf(self.artefacts, self.editions, self.signed)
            files |= votes(self.artefacts, self.declarations, self.editions)
        return files

    def _people(self) -> list[PremisAgent]:
        """Return the organisation and the person that somebody declared."""
        kinds: tuple[tuple[str, Literal["organization", "person"]], ...] = (
            ("source-organization", "organization"), ("contact-name", "person"),
        )  # fmt: skip
        told = ((read_depositor(self.source).get(key), kind) for key, kind in kinds)
        return [PremisAgent(name, kind=kind) for name, kind in told if name]

    def _rights(self) -> list[PremisRights]:
        """Return the terms of the text and of its source."""
        known = self.declaration
        return [
            PremisRights(known.rights, (f"data/{self._canonical}",)),
            PremisRights(known.provenance.licence, (f"data/{self._capture}",)),
        ]

    @property
    def _folder(self) -> str:
        return f"content/{self.source.name}"

    @property
    def _canonical(self) -> str:
        return f"{self._folder}/{self.source.metadata.table('canonical').text('file')}"

    @property
    def _capture(self) -> str:
        return f"{self._folder}/{self.source.metadata.table('capture').text('file')}"

    def _others(self) -> Iterator[tuple[str, Source | LanguageSource]]:
        """Yield the other versions and languages of the text, by their tags."""
        for version in self.source.versions:
            tag = version_tag(self.declaration.script, version.date)
            yield tag, self.source.at(version.date)
        yield from ((language.tag, language) for language in self.source.languages)

    def _paths(self, source: Source | LanguageSource) -> tuple[str, str]:
        """Return where capture and canonical text of a version lie in the bag."""
        files = (source.metadata.table(key).text("file") for key in ("capture", "canonical"))
        capture, canonical = (f"data/{self._folder}/{file}" for file in files)
        return capture, canonical

    def _content(self) -> dict[str, bytes]:
        """Return the document's own folder, what its conversion rests on, and whom it cites."""
        folder = self.source.folder
        files = {
            f"{self._folder}/{path.relative_to(folder).as_posix()}": path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
        }
        # what people decided about conversion, for all documents of a project
        for path in self._shared():
            files[f"content/{path.name}"] = path.read_bytes()
        if cited := self.declaration.instruments:
            extract = register_toml(cited, self.declaration.script)
            files["content/register/cited.toml"] = extract
        return files

    def _shared(self) -> list[Path]:
        folder = self.source.folder.parent
        paths = (folder / name for name in ("names.toml", "exceptions.toml", SHARED))
        return [path for path in paths if path.is_file()]

    def _editions(self) -> dict[str, bytes]:
        """Return the deposited editions, and the part of their manifest that lists them."""
        names = [artefact.file for artefact in self.artefacts]
        manifest = json.loads((self.editions / NAME).read_text("utf-8"))
        manifest["artefacts"] = [a for a in manifest["artefacts"] if a["file"] in names]
        files = {f"editions/{NAME}": _json(manifest)}
        content = {n: self.signed.get(n) or (self.editions / n).read_bytes() for n in names}
        return files | {f"editions/{name}": data for name, data in content.items()}

    def _files(self, files: Mapping[str, bytes]) -> list[PremisFile]:
        """Return every file of the payload but the record itself."""
        known = {f"editions/{a.file}": a for a in self.artefacts}
        witnesses = {f"{self._folder}/{w.file}" for w in self.declaration.witnesses}
        found = list[PremisFile]()
        for path, content in sorted(files.items()):
            artefact = known.get(path)
            kind, key = format_of(path, artefact.claims if artefact else ())
            if path == self._capture or path in witnesses:
                # as it was received, whatever its bytes are
                kind, key = media_type(path), ""
            found.append(PremisFile(f"data/{path}", content, kind, key))
        return found

    def _events(self, ledger: EmendationLedger) -> list[PremisEvent]:
        known = self.declaration.provenance
        today = self.date.isoformat()
        capture, canonical = f"data/{self._capture}", f"data/{self._canonical}"
        counts = ", ".join(f"{count} by the rule {name}" for name, count in ledger.counts().items())
        restored = f"restored characters: {counts}; lines set apart: {len(ledger.apart)}"
        events = [
            PremisEvent("capture", known.received.isoformat(), _PRESS,
                        f"received from {known.url or known.source}", "success",
                        f"SHA-256 {known.capture_sha256}", (), (capture,)),
            PremisEvent("normalization", today, _PRESS,
                        "canonicalisation: the canonical text derived by named rules",
                        "success", f"{restored}; SHA-256 {known.canonical_sha256}",
                        (capture,), (canonical,)),
        ]  # fmt: skip
        events += [
            PremisEvent("capture", witness.received.isoformat(), _PRESS,
                        f"received from {witness.url or witness.source}, a witness of the text",
                        "success", f"SHA-256 {witness.sha256}", (),
                        (f"data/{self._folder}/{witness.file}",))
            for witness in self.declaration.witnesses
        ]  # fmt: skip
        for tag, other in self._others():
            from_, to = self._paths(other)
            table = other.metadata.table("capture")
            events.append(
                PremisEvent("normalization", today, _PRESS,
                            f"canonicalisation of the text in {tag}", "success",
                            f"received on {table.date('received')} from {table.text('source')}",
                            (from_,), (to,))
            )  # fmt: skip
        for artefact in self.artefacts:
            result, engine = f"data/editions/{artefact.file}", self._engine(artefact)
            texts = [self.declarations[script].canonical for script in artefact.scripts]
            digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
            made = f"read back and equal to the text with SHA-256 {' and '.join(digests)}"
            if artefact.edition == "ledger":
                made = f"what became of each character in {artefact.script}"
            events.append(
                PremisEvent("creation", today, engine, f"edition {artefact.edition}", "success",
                            made, (canonical,), (result,))
            )  # fmt: skip
            if artefact.file in self.signed:
                by = ", ".join(self.signers[:1])
                events.append(
                    PremisEvent("digital signature generation", today, _PRESS,
                                f"PAdES, added behind the {artefact.size} bytes of the edition",
                                "success", f"signed by {by}", (), (result,))
                )  # fmt: skip
            if self.report is None:
                # what nobody examined has no event
                continue
            verdict, note = outcome(self.report, artefact.file)
            events.append(
                PremisEvent("validation", today, _PRESS, self._validation(artefact), verdict, note,
                            (result,), ())
            )  # fmt: skip
        return events

    def _engine(self, artefact: Artefact) -> PremisAgent:
        name = _ENGINES.get(artefact.media_type, "")
        return PremisAgent(name, self.software["packages"][name]) if name else _PRESS

    def _validation(self, artefact: Artefact) -> str:
        claims = ", ".join(artefact.claims) or "no standard claimed"
        return f"{claims}; checks in data/reports/validation.json"

    def _passed(self) -> set[str]:
        """Return the files that were validated and against which nothing was found."""
        if self.report is None:
            return set()
        files = (artefact.file for artefact in self.artefacts)
        return {file for file in files if outcome(self.report, file)[0] == "pass"}

    def _readme(self, assets: Assets, licences: list[str]) -> bytes:
        from zhengben.design.templates import environment

        template = environment(assets.templates, assets.cache / "templates").get_template(
            "deposit/README.txt.j2"
        )
        text = template.render(
            doc=self.declaration,
            canonical=self._canonical.rpartition("/")[2],
            artefacts=self.artefacts,
            date=self.date,
            passed=self._passed(),
            licences=licences,
            shared=[path.name for path in self._shared()],
            depositor=[(LABELS[key], value) for key, value in read_depositor(self.source).told],
            version=__version__,
        )
        return (text.rstrip("\n") + "\n").encode()


def history(
    source: Source | LanguageSource, capture: str, canonical: str, tag: str = ""
) -> dict[str, bytes]:
    """Return what leads from a capture to its canonical text, as the README of a bag explains.

    ``tag`` tells another version or language of the text, with a point before it.
    """
    return {
        f"metadata/capture-lines{tag}.txt": f"{source.capture}\n".encode(),
        f"metadata/ledger{tag}.json": _json(capture_ledger(source, capture, canonical)),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
