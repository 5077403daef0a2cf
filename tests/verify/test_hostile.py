"""Deposits in hostile hands: a finding each, soon, in little memory, nothing raw on a screen."""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from tests.bags import DATE, Files
from zhengben.cli.main import main
from zhengben.deposit.bag import make_bag, make_tar, write_folder
from zhengben.document.artefacts import Artefact
from zhengben.verify.bombs import swells
from zhengben.verify.books import check_books
from zhengben.verify.container import Container
from zhengben.verify.history import History
from zhengben.verify.verification import verify

ENTRY = {"file": "law.pdf", "edition": "handout", "script": "zh-Hant", "size": 3, "pages": 1,
         "media_type": "application/pdf", "claims": ["PDF/UA-1"], "sha256": "0" * 64}  # fmt: skip


def bag(description: str = "題", **payload: bytes) -> Files:
    info = [("External-Identifier", "urn:uuid:0"), ("Internal-Sender-Identifier", "law"),
            ("External-Description", description), ("Bagging-Date", "2026-11-23"),
            ("Bag-Software-Agent", "Zhengben 0"), ("Zhengben-Deposit-Layout", "1")]  # fmt: skip
    return make_bag({"editions/law.pdf": b"pdf", **payload}, info)


def verified(files: Files, folder: Path) -> set[str]:
    path = folder / "law.bag.tar"
    path.write_bytes(make_tar(files, "law.bag", DATE))
    found = verify(path)
    assert not found.whole
    return {finding.code for finding in found.findings}


WRONG = (None, 0, -1.5, True, "", "x", [], {}, [[]], [None], {"a": 1}, "../../x", "\x1b[2J", 10**30)


@pytest.mark.parametrize("key", ENTRY)
def test_an_edition_of_wrong_types_is_a_finding(key: str, tmp_path: Path) -> None:
    for value in WRONG:
        manifest = {"artefacts": [{**ENTRY, key: value}]}
        found = verified(bag(**{"editions/manifest.json": json.dumps(manifest).encode()}), tmp_path)
        assert "D-104" in found


@pytest.mark.parametrize(
    "name", ["metadata/ledger.json", "metadata/declaration.zh-Hant.json", "editions/manifest.json",
             "editions/x.ledger.json", "content/law/document.toml", "metadata/premis.xml"]
)  # fmt: skip
def test_metadata_of_wrong_types_are_findings(name: str, tmp_path: Path) -> None:
    deep = b"[" * 100_000
    xml = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for value in (*map(json.dumps, WRONG), deep, b"\xff\xfe", b"", xml.encode("utf-16")):
        data = value.encode() if isinstance(value, str) else value
        assert verified(bag(**{name: data}), tmp_path)


def test_keys_of_wrong_types_in_a_ledger_are_findings(tmp_path: Path) -> None:
    recipe = {"lines": [1], "apart": {}, "rules": [], "joined": [], "columns": [], "supplied": ""}
    ledger: dict[str, Any] = {
        "capture": "data/editions/law.pdf", "canonical": "data/editions/law.pdf", "reader": "text",
        "encoding": "utf-8", "recipe": recipe, "restorations": [], "apart": [], "rules": [],
        "sources": [],
    }  # fmt: skip
    for value in WRONG:
        for key in ledger:
            data = json.dumps({**ledger, key: value}).encode()
            assert "D-102" in verified(bag(**{"metadata/ledger.json": data}), tmp_path)
        for key in recipe:
            data = json.dumps({**ledger, "recipe": {**recipe, key: value}}).encode()
            assert verified(bag(**{"metadata/ledger.json": data}), tmp_path)


def test_a_name_that_is_no_text_is_a_finding(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    folder = tmp_path / "law.bag"
    write_folder(bag(), folder)
    os.close(os.open(os.fsencode(folder) + b"/data/\xff\x9b31m.txt", os.O_CREAT))
    for more in ((), ("--json",)):
        assert main(["verify", str(folder), *more]) == 1
        printed = capsysbinary.readouterr().out
        assert b"D-002" in printed
        assert b"\xff" not in printed


@pytest.mark.parametrize("text", ["\x1b[2J\x1b]0;title\x07", "\x9b31m", "\u202e題", "\x7f"])
def test_nothing_reaches_the_terminal_raw(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "law.bag.tar"
    path.write_bytes(make_tar(bag(text), "law.bag", DATE))
    for more in ((), ("--json",)):
        assert main(["verify", str(path), *more]) == 1
        printed = capsys.readouterr().out
        assert not set("\x1b\x07\x9b\x7f") & set(printed)
    assert main(["verify", str(tmp_path / f"no{text}ne")]) == 2
    assert not set("\x1b\x07\x9b\x7f") & set(capsys.readouterr().err)


def measured(path: Path) -> str:
    """Verify in a process that may use 20 s of processor, and 500 MB beside what it has loaded."""
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from zhengben.verify.verification import verify\n"
        "import zhengben.verify.books, pikepdf\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "used = int(Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (used + 500 * 2**20,) * 2)\n"
        "print(*sorted({f.code for f in verify(Path(sys.argv[1])).findings}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system tells no figures")
def test_sparse_files_are_refused_unread(tmp_path: Path) -> None:
    folder = tmp_path / "law.bag"
    write_folder(bag(), folder)
    for name, size in (("a", 2 * 1024**3), ("b", 120 * 1024**2), ("c", 120 * 1024**2)):
        with (folder / "data" / name).open("wb") as file:
            file.truncate(size)
    assert "D-003" in measured(folder)
    tar = tmp_path / "law.bag.tar"
    for size in (250 * 1024**2, 2 * 1024**3):
        with tar.open("wb") as file:
            file.truncate(size)
        assert measured(tar).split()
    member = tarfile.TarInfo("law.bag/data/a")
    member.size = 2 * 1024**3
    with tar.open("wb") as file:
        file.write(member.tobuf())
        file.truncate(member.size + 10240)
    assert "D-003" in measured(tar)


# PDFs


def page(pdf: pikepdf.Pdf, content: bytes, resources: Dictionary) -> bytes:
    pdf.add_blank_page()
    pdf.pages[0].obj.Contents = Stream(pdf, content)
    pdf.pages[0].obj.Resources = resources
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def form(pdf: pikepdf.Pdf, content: bytes, **more: Any) -> Any:
    return pdf.make_indirect(
        Stream(pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), **more)
    )


def nested(deep: int, times: int, kind: str = "XObject", call: bytes = b"/F Do ") -> bytes:
    pdf = pikepdf.new()
    inner = form(pdf, b"0 0 1 1 re f")
    for _ in range(deep):
        named: Any = inner
        if kind == "ExtGState":
            named = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=inner))
        inner = form(pdf, call * times, Resources=Dictionary({f"/{kind}": Dictionary(F=named)}))
    return page(pdf, b"/G Do", Dictionary(XObject=Dictionary(G=inner)))


def circle() -> bytes:
    pdf = pikepdf.new()
    one = form(pdf, b"/F Do")
    one.Resources = Dictionary(XObject=Dictionary(F=one))
    return page(pdf, b"/F Do", one.Resources)


def saved(times: int) -> bytes:
    return page(pikepdf.new(), b"q\n" * times + b"Q " * times, Dictionary())


HOSTILE = {
    "forms": nested(12, 10),
    "masks": nested(12, 10, "ExtGState", b"/F gs "),
    "a circle": circle(),
    "states": saved(500_000),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_nests_without_end_is_found_unread(kind: str) -> None:
    container = Container("law.bag", {"data/editions/law.pdf": HOSTILE[kind]})
    history = History(container)
    history.artefacts = [Artefact.read(ENTRY)]
    history.declarations = {"zh-Hant": object()}  # type: ignore[dict-item]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    check_books(container, history)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 20
    (finding,) = container.findings
    assert finding.code == "D-003"
    assert "within" in finding.sentence


def test_what_a_book_may_nest_is_no_bomb() -> None:
    assert swells(nested(3, 10), "application/pdf") == ""
    assert swells(saved(100), "application/pdf") == ""
