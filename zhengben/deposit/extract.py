"""The part of the register that a document cites, as TOML and as the fonts' own words."""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from zhengben.design.faces import Face
from zhengben.document.apparatus import Event, Instrument

# the name table's copyright, version, licence and address of the licence
_NAMES = {"copyright": 0, "version": 5, "licence_text": 13, "licence_url": 14}


def register_toml(instruments: Iterable[Instrument], script: str) -> bytes:
    """Write instruments, in the script of their document, in the form the register is read in."""
    lines = ["# The instruments that this document cites, taken from the register of the press."]
    lines += ['script = "zh-Hans"'] if script.startswith("zh-Hans") else []
    for instrument in instruments:
        lines += ["", "[[instrument]]", *_pairs(instrument)]
        for event in instrument.events:
            lines += ["[[instrument.event]]", *_pairs(event)]
    return ("\n".join(lines) + "\n").encode()


def _pairs(noun: Instrument | Event) -> Iterator[str]:
    defaults = {"marked": True}
    for name in noun.__struct_fields__:
        value = getattr(noun, name)
        if name != "events" and value != defaults.get(name) and value not in ("", (), None):
            yield f"{name.replace('_', '-')} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    # JSON's strings, lists and truth values are TOML's, and controls never stand in the register
    return json.dumps(value, ensure_ascii=False)


def fonts(faces: Iterable[Face]) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """Return what each face says of itself, and the licences' own texts by file name."""
    import uharfbuzz as hb

    told, texts = list[dict[str, str]](), dict[str, bytes]()
    for face in faces:
        data = face.path.read_bytes()
        program = hb.Face(hb.Blob(data))
        names = {key: program.get_name(number) or "" for key, number in _NAMES.items()}
        told.append({"family": face.family, "file": face.file, "licence": face.licence, **names,
                     "package": _package(face.package), "size": str(len(data)),
                     "sha256": hashlib.sha256(data).hexdigest()})  # fmt: skip
        texts |= _licences(face.package)
    return told, texts


def _package(package: str) -> str:
    """Return name and version of a Python package: where the whole font is."""
    try:
        return f"{package.replace('_', '-')} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return ""


def _licences(package: str) -> dict[str, bytes]:
    try:
        distribution = importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        return {}
    found = {}
    for file in distribution.files or []:
        if "licen" in file.name.lower():
            path = Path(str(distribution.locate_file(file)))
            found[f"{package}-{file.name}.txt"] = path.read_bytes()
    return found
