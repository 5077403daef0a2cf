"""Compares what a deposit says of itself with what the same software says of its content.

README, record of events, descriptions of the document, list of software, fonts, the press's own
source and the entries of bag-info.txt are no editions, and yet a reader goes by them. Like the
editions they are made anew where the software is that of the bag. What validators of another
machine said cannot be, and is taken as the bag has it.
"""

from __future__ import annotations

import datetime
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhengben.checks.catalogue import Report
from zhengben.checks.finding import Finding, Skipped
from zhengben.document.regex import regex
from zhengben.verify.container import Container
from zhengben.verify.history import History
from zhengben.verify.rebuild import other_software, unpack

if TYPE_CHECKING:
    from zhengben.deposit.payload import Deposit
    from zhengben.design.assets import Assets

CODE = "D-107"
_VALIDATION = "reports/validation.json"
# what a machine's validators and converters said is not made anew
_TAKEN = regex(r"reports/(verapdf\.txt|second-opinions\.[\w-]+\.json)")
_SIGNED_BY = regex(rb"signed by ([^<]*)</")


def check_retold(container: Container, history: History) -> list[Skipped]:
    """Find what a deposit says otherwise than it should; return why it could not be compared."""
    from zhengben.design.assets import Assets

    if container.findings:
        # made of a text against which something speaks it would say nothing
        return []
    assets = Assets.find()
    if other := other_software(container, assets):
        return [Skipped(CODE, container.name, f"other software made it: {other}.")]
    with tempfile.TemporaryDirectory() as folder:
        _compare(container, history, Path(folder), assets)
    return []


def _compare(container: Container, history: History, folder: Path, assets: Assets) -> None:
    """Compare every file of the payload, and bag-info.txt."""
    from zhengben.deposit.payload import Deposit
    from zhengben.deposit.writer import bag_info

    files = {n.removeprefix("data/"): d for n, d in container.files.items() if n[:5] == "data/"}
    try:
        deposit = _deposit(Deposit, container, history, folder)
        made = deposit.payload(assets, _reports(deposit, files))
        told = bag_info(deposit.source, deposit.declaration, deposit.date)
    except Exception as error:  # whatever the press makes of what anybody may have written
        sentence = f"What it says of itself cannot be made again: {error!r:.200}."
        container.find(CODE, "deposit", sentence)
        return
    for path in sorted(made.keys() | files.keys()):
        if path not in made:
            sentence = f"The press lays no data/{path} into such a deposit."
        elif path not in files:
            sentence = f"data/{path} is not there, and the press lays it into such a deposit."
        elif made[path] == files[path]:
            continue
        else:
            sentence = f"data/{path} is not what the press writes of this content."
        container.find(CODE, f"data/{path}", sentence)
    _compare_info(container, told)


def _deposit(kind: type[Deposit], container: Container, history: History, folder: Path) -> Deposit:
    """Return what the bag would be made from."""
    from zhengben.deposit.software import software
    from zhengben.design.assets import Assets
    from zhengben.source.source import Source
    from zhengben.source.texts import text_in

    unpack(container, folder)
    source = Source.open(folder / "content" / history.document)
    declaration, _ = source.read()
    editions = folder / "editions"
    manifest = container.files["data/editions/manifest.json"]
    _require_own(json.loads(manifest), declaration.id, declaration.provenance.canonical_sha256)
    editions.mkdir()
    (editions / "manifest.json").write_bytes(manifest)
    for artefact in history.artefacts:
        data = container.files[f"data/editions/{artefact.file}"]
        (editions / artefact.file).write_bytes(data[: artefact.size])
    scripts = {script for artefact in history.artefacts for script in artefact.scripts}
    tags = (declaration.script, *sorted(scripts - {declaration.script}))
    validation = json.loads(container.files[f"data/{_VALIDATION}"])
    signers = _SIGNED_BY.findall(container.files["data/metadata/premis.xml"])
    return kind(
        source=source,
        declaration=declaration,
        declarations={tag: text_in(source, declaration, tag)[0] for tag in tags},
        editions=editions,
        artefacts=tuple(history.artefacts),
        software=software(Assets.find()),
        report=_report(validation, history.document),
        validators=validation["software"],
        date=_day(container),
        signed={name: container.files[f"data/editions/{name}"] for name in history.signed},
        signers=tuple(signer.decode() for signer in signers[:1]),
    )


def _require_own(manifest: dict[str, Any], document: str, canonical: str) -> None:
    """Raise ValueError where a list of editions is that of another text."""
    if (manifest["document"], manifest["canonical_sha256"]) != (document, canonical):
        raise ValueError("the list of editions is that of another text")


def _day(container: Container) -> datetime.date:
    found = re.search(rb"^Bagging-Date: (\S+)$", container.files["bag-info.txt"], re.MULTILINE)
    return datetime.date.fromisoformat(found[1].decode() if found else "")


def _report(told: Any, document: str) -> Report | None:
    """Return what the bag says that its checks found, None where none were made."""
    if not told["made"]:
        return None
    findings, skipped = list[Finding](), list[Skipped]()
    for check in told["checks"]:
        code = check["code"]
        findings += [Finding(code, f["file"], f["place"], f["sentence"]) for f in check["findings"]]
        skipped += [Skipped(code, file, "") for file in check["not_checked"]]
    return Report(document, tuple(findings), tuple(skipped), tuple(told["files"]))


def _reports(deposit: Deposit, files: dict[str, bytes]) -> dict[str, bytes]:
    """Return a deposit's reports: its validation as the press writes it, others as they are."""
    taken = {path: data for path, data in files.items() if _TAKEN.fullmatch(path)}
    return {**(taken if deposit.report is not None else {}), _VALIDATION: deposit.validation()}


def _compare_info(container: Container, told: list[tuple[str, str]]) -> None:
    """Compare the entries of bag-info.txt that the press writes; an archive may add others."""
    lines = container.files["bag-info.txt"].decode().split("\n")
    pairs = [tuple(line.partition(": ")[::2]) for line in lines]
    for key, value in told:
        first = next((v for k, v in pairs if k == key), None)
        several = key == "External-Identifier" and (key, value) in pairs
        if first != value and not several:
            container.find(CODE, "bag-info.txt", f"{key} is not what the press writes, {value}.")
