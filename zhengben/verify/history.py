"""What a deposit says of its own text: hashes, ledger, description, list of editions, events."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from msgspec import to_builtins

from zhengben.capture import CaptureError, extract
from zhengben.document.artefacts import Artefact
from zhengben.document.declaration import Declaration
from zhengben.document.provenance import ObjectFile
from zhengben.document.regex import regex
from zhengben.document.versions import without_version
from zhengben.emendation.derivation import Recipe, UnaccountedLineError, follow, restore
from zhengben.verify.container import Container
from zhengben.verify.declared import from_json

_PLAIN = regex(r"[^/\\\ud800-\udfff]{4,200}")
# the lines of the capture without its markup; bags of layout 1 have none
_LINES, _LEDGER = "data/metadata/capture-lines.txt", "data/metadata/ledger.json"
_PREMIS = "{http://www.loc.gov/premis/v3}"


class History:
    """The parts of a deposit that tell of each other, read once and compared."""

    def __init__(self, container: Container) -> None:
        self._container, self._files = container, container.files
        self.declarations: dict[str, Declaration] = {}
        self.artefacts: list[Artefact] = []
        self.document = ""
        # files of editions behind which something was added, as a signature is
        self.signed = set[str]()

    def check(self) -> None:
        """Make every check; a part that cannot be read is a finding, and the others go on."""
        for part in (
            self._texts,
            self._ledger,
            self._declarations,
            self._conversions,
            self._editions,
            self._events,
        ):
            try:
                part()
            except KeyError as error:
                self._find(part, f"{error.args[0]} is missing.")
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError,
                    CaptureError, ElementTree.ParseError) as error:  # fmt: skip
                self._find(part, f"It cannot be read: {error}.")

    def _find(self, part: Any, sentence: str) -> None:
        code, place = {
            "_texts": ("D-101", "document.toml"),
            "_ledger": ("D-102", "data/metadata/ledger.json"),
            "_declarations": ("D-103", "data/metadata"),
            "_conversions": ("D-102", "data/editions"),
            "_editions": ("D-104", "data/editions/manifest.json"),
            "_events": ("D-105", "data/metadata/premis.xml"),
        }[part.__name__]
        self._container.find(code, place, sentence)

    def _json(self, path: str) -> Any:
        return json.loads(self._files[path].decode("utf-8"))

    def _texts(self) -> None:
        """Compare captures, texts, witnesses, pictures and formulas with their hashes."""
        found = [n for n in self._files if n.endswith("/document.toml") and n.count("/") == 3]
        if len(found) != 1:
            raise ValueError(f"there are {len(found)} documents, not one")
        folder = found[0].removesuffix("document.toml")
        self.document = folder.split("/")[2]
        metadata = tomllib.loads(self._files[found[0]].decode("utf-8"))
        beside = [*metadata.get("object", ()), *metadata.get("witness", ())]
        for other in (*metadata.get("version", ()), *metadata.get("language", ())):
            beside += [other["capture"], other["canonical"]]
        for part in (metadata["capture"], metadata["canonical"], *beside):
            path = folder + part["file"]
            digest = hashlib.sha256(self._files[path]).hexdigest()
            if digest != part["sha256"]:
                told = f"{path} has SHA-256 {digest}, not the one in document.toml."
                self._container.find("D-101", path, told)

    def _ledger(self) -> None:
        """Replay the rules on the capture, forwards, and the ledger on the text, backwards.

        Each version of the text has its own.
        """
        self._replay(_LEDGER)
        for path in sorted(n for n in self._files if n.startswith("data/metadata/ledger.")):
            if path != _LEDGER:
                self._replay(path)

    def _replay(self, place: str) -> None:
        ledger = self._json(place)
        read = extract(self._files[ledger["capture"]], ledger["reader"], ledger["encoding"])
        canonical = self._files[ledger["canonical"]].decode("utf-8")
        try:
            recipe = _recipe(ledger["recipe"])
            captured = read.written(bool(recipe.notation))
            lines = self._files.get(_LINES, f"{captured}\n".encode())
            # those of other versions and languages are read out of their captures alone
            if place == _LEDGER and lines != f"{captured}\n".encode():
                told = "They are not the lines that its reader finds in the capture."
                self._container.find("D-102", _LINES, told)
            derived, found = follow(captured, recipe)
        except UnaccountedLineError as error:
            told = f"Line {error.args[0]} of the capture is neither text nor set apart."
            self._container.find("D-102", place, told)
            return
        if derived != canonical:
            pairs = enumerate(zip(derived.split("\n"), canonical.split("\n"), strict=False), 1)
            line = next((number for number, (new, old) in pairs if new != old), 1)
            told = f"Line {line} of the canonical text is not what the rules make of the capture."
            self._container.find("D-102", ledger["canonical"], told)
        if [to_builtins(entry) for entry in found.restorations] != ledger["restorations"]:
            told = "The ledger lists other restorations than the rules make."
            self._container.find("D-102", place, told)
        if [to_builtins(entry) for entry in found.apart] != ledger["apart"]:
            self._container.find("D-102", place, "The ledger sets other lines apart.")
        if [list(found.rules), list(found.sources)] != [ledger["rules"], ledger["sources"]]:
            told = "The ledger tells other rules, or other lines where paragraphs begin."
            self._container.find("D-102", place, told)
        if derived == canonical and not _folds_back(canonical, found, captured):
            told = "Undoing the ledger does not give back the lines of the capture."
            self._container.find("D-102", place, told)

    def _declarations(self) -> None:
        """Read the document in each script; its own script holds the canonical text."""
        prefix, texts = "data/metadata/declaration.", dict[str, Declaration]()
        canonical = self._files[self._json("data/metadata/ledger.json")["canonical"]]
        for path in sorted(n for n in self._files if n.startswith(prefix)):
            declaration = from_json(Declaration, self._json(path))
            script = path.removeprefix(prefix).removesuffix(".json")
            self.declarations[script] = texts[path] = declaration
            document = declaration.id.partition("@")[0]
            if declaration.script != without_version(script) or document != self.document:
                told = f"It describes {declaration.id} in {declaration.script}."
                self._container.find("D-103", path, told)
            for line in declaration.lines:
                if declaration.text[line.start : line.end] != line.text:
                    told = f"{line.id} does not stand at character {line.start} of the text."
                    self._container.find("D-103", path, told)
                    break
            for known in declaration.objects:
                # earlier descriptions tell nothing of what is shown
                if known.shown_sha256 and not self._shows(known):
                    told = f"{known.file} does not show what the description of the document tells."
                    self._container.find("D-103", path, told)
        for path, declaration in texts.items():
            digest = hashlib.sha256(declaration.canonical.encode()).hexdigest()
            if declaration.conversion is None and digest != declaration.provenance.canonical_sha256:
                told = "It does not hold the canonical text whose SHA-256 it names."
                self._container.find("D-103", path, told)
        own = [
            d
            for d in self.declarations.values()
            # versions and other languages are texts of their own
            if d.conversion is None and d.id == self.document and d.script.startswith("zh")
        ]
        if [declaration.canonical.encode() for declaration in own] != [canonical]:
            told = "The description of the document does not hold the canonical text."
            self._container.find("D-103", "data/metadata", told)

    def _shows(self, known: ObjectFile) -> bool:
        """Say whether a picture or formula shows what is told of it."""
        from zhengben.figures.described import PictureError, described

        data = self._files[f"data/content/{self.document}/{known.file}"]
        try:
            return described(known, data) == known
        except PictureError:
            return False

    def _conversions(self) -> None:
        """Replay the ledger of each other script on the canonical text."""
        ledgers = {d["to"]: (path, d) for path, d in self._ledgers()}
        for script, declaration in self.declarations.items():
            if declaration.conversion is None:
                continue
            origin = self.declarations[declaration.conversion.origin]
            if script not in ledgers:
                told = f"There is no ledger of the conversion to {script}."
                self._container.find("D-102", "data/editions", told)
                continue
            path, ledger = ledgers[script]
            try:
                text = _converted({line.id: line.text for line in origin.lines}, ledger["text"])
            except (IndexError, ValueError) as error:
                self._container.find("D-102", path, f"It does not fit the canonical text: {error}.")
                continue
            for line in declaration.lines:
                if text[line.id] != line.text:
                    told = f"{line.id} in {script} is not what the ledger makes of it."
                    self._container.find("D-102", path, told)
                    break

    def _ledgers(self) -> Iterator[tuple[str, Any]]:
        for path in sorted(self._files):
            if path.startswith("data/editions/") and path.endswith(".ledger.json"):
                yield path, self._json(path)

    def _editions(self) -> None:
        """Compare the editions with their own list."""
        manifest = self._json("data/editions/manifest.json")
        listed_artefacts = [Artefact.read(entry) for entry in manifest["artefacts"]]
        for artefact in listed_artefacts:
            # any other name was never written by the press, and could lead anywhere
            if not _PLAIN.fullmatch(artefact.file) or not artefact.file.isprintable():
                raise ValueError(f"{ascii(artefact.file)[1:80]} is no name of an edition")
        self.artefacts = listed_artefacts
        listed = {f"data/editions/{a.file}": a for a in self.artefacts}
        there = {n for n in self._files if n.startswith("data/editions/")}
        extra = there - set(listed) - {"data/editions/manifest.json"}
        for path in sorted(extra):
            self._container.find("D-104", path, f"The list of editions does not have {path}.")
        for path, artefact in listed.items():
            data = self._files.get(path, b"")
            if len(data) > artefact.size and artefact.media_type == "application/pdf":
                # what is behind the edition is examined as a signature
                data = data[: artefact.size]
                self.signed.add(artefact.file)
            digest = hashlib.sha256(data).hexdigest()
            if (digest, len(data)) != (artefact.sha256, artefact.size):
                told = f"{path} is not the file that the list of editions describes."
                self._container.find("D-104", path, told)
            if not set(artefact.scripts) <= set(self.declarations):
                told = f"There is no description of the document in {artefact.script}."
                self._container.find("D-103", path, told)

    def _events(self) -> None:
        """Compare the hashes in the record of events with the files."""
        data = self._files["data/metadata/premis.xml"]
        if "<!DOCTYPE" in data.decode("utf-8"):
            raise ValueError("it declares a document type")
        root = ElementTree.fromstring(data)
        told = dict(_objects(root))
        for artefact in self.artefacts:
            if f"data/editions/{artefact.file}" not in told:
                sentence = f"It does not tell of {artefact.file}."
                self._container.find("D-105", "data/metadata/premis.xml", sentence)
        for path, digests in told.items():
            content = self._files[path]
            for algorithm, digest in digests.items():
                name = algorithm.replace("-", "").lower()
                if hashlib.new(name, content).hexdigest() != digest:
                    sentence = f"It gives {path} another {algorithm}."
                    self._container.find("D-105", "data/metadata/premis.xml", sentence)


def _recipe(told: Any) -> Recipe:
    """Return the recipe that a ledger tells."""
    return Recipe(
        lines=tuple(told["lines"]),
        apart={int(number): reason for number, reason in told["apart"].items()},
        rules=tuple(told["rules"]),
        joined=tuple((first, last) for first, last in told["joined"]),
        columns=frozenset(told["columns"]),
        supplied=told["supplied"],
        notation=told.get("notation", 0),
    )


def _folds_back(canonical: str, ledger: Any, capture: str) -> bool:
    """Say whether the text, with its restorations undone, has the lines of the capture."""
    apart = {entry.capture_line for entry in ledger.apart}
    lines = [line for number, line in enumerate(capture.split("\n"), 1)
             if line.strip() and number not in apart]  # fmt: skip
    return restore(canonical, ledger).split("\n")[:-1] == lines


def _converted(lines: dict[str, str], entries: list[Any]) -> dict[str, str]:
    """Make a ledger's changes in the lines of a text; places count characters from 1."""
    texts = {key: list(text) for key, text in lines.items()}
    for entry in entries:
        before, after = entry["from"], entry["to"]
        for place, columns in entry["places"].items():
            for column in columns:
                found = lines[place][column - 1 : column - 1 + len(before)]
                if found != before or len(before) != len(after):
                    raise ValueError(f"{place}, character {column} is “{found}”, not “{before}”")
                texts[place][column - 1 : column - 1 + len(before)] = after
    return {key: "".join(text) for key, text in texts.items()}


def _objects(root: ElementTree.Element) -> Iterator[tuple[str, dict[str, str]]]:
    for element in root.iter(f"{_PREMIS}object"):
        path = element.findtext(f".//{_PREMIS}objectIdentifierValue") or ""
        fixities = element.iter(f"{_PREMIS}fixity")
        yield (
            path,
            {
                fixity.findtext(f"{_PREMIS}messageDigestAlgorithm") or "": (
                    fixity.findtext(f"{_PREMIS}messageDigest") or ""
                )
                for fixity in fixities
            },
        )
