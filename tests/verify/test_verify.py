"""Deposits: whole, the same everywhere, and nothing that happens to one stays unseen."""

from __future__ import annotations

import datetime
import io
import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import bagit
import pikepdf
import pytest
from msgspec.structs import replace

from tests.bags import NAME, Files, codes, opened
from zhengben.checks import catalogue
from zhengben.checks.archive import pictures
from zhengben.cli.main import main
from zhengben.deposit.writer import bag_info
from zhengben.design.editions import EDITIONS
from zhengben.document.artefacts import sha256
from zhengben.document.declaration import Declaration, to_json
from zhengben.press.attachments import attachments
from zhengben.source.source import Source
from zhengben.verify import bombs, rebuild
from zhengben.verify.books import check_books
from zhengben.verify.container import Container, open_container
from zhengben.verify.declared import from_json
from zhengben.verify.history import History


def history_codes(files: Files) -> set[str]:
    """Return what the parts of a deposit tell against each other."""
    subject = Container(NAME, dict(files))
    History(subject).check()
    return {finding.code for finding in subject.findings}


def book_codes(files: Files) -> dict[str, str]:
    """Return what the checks of editions find."""
    subject = Container(NAME, dict(files))
    history = History(subject)
    history.check()
    subject.findings.clear()
    check_books(subject, history)
    return {finding.code: finding.sentence for finding in subject.findings}


def opened_editions(folder: Path) -> list[str]:
    """Return the names of the editions in a deposit."""
    files = open_container(folder / f"{NAME}.tar").files
    return [name.rpartition("/")[2] for name in files if name.startswith("data/editions/")]


# the deposit itself


def test_folder_and_tar_are_the_same_bag(deposits: Path, bag: Files) -> None:
    assert open_container(deposits / NAME).files == bag
    assert codes(bag) == set()
    assert opened(deposits / f"{NAME}.tar") == set()
    assert history_codes(bag) == set()


def test_the_reference_implementation_takes_the_bag(deposits: Path) -> None:
    assert bagit.Bag(str(deposits / NAME)).is_valid()


def test_another_time_zone_and_hash_seed_give_the_same_bytes(
    deposits: Path, deposit_content: Path, project: Path, tmp_path: Path
) -> None:
    info = (deposits / NAME / "bag-info.txt").read_text("utf-8").splitlines()
    day = next(line.removeprefix("Bagging-Date: ") for line in info if "Bagging-Date" in line)
    command = [sys.executable, "-m", "zhengben", "deposit", "astana-2017", "--without-validators",
               "--date", day]  # fmt: skip
    subprocess.run(
        [*command, "--content", str(deposit_content), "--output", str(tmp_path)],
        check=True,
        env={**os.environ, "PYTHONPATH": str(project), "TZ": "Pacific/Kiritimati",
             "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    first, second = (folder / f"{NAME}.tar" for folder in (deposits, tmp_path))
    assert sha256(first.read_bytes()) == sha256(second.read_bytes())


def test_the_deposit_holds_what_an_archive_needs(bag: Files, declaration: Declaration) -> None:
    data = {name.removeprefix("data/") for name in bag}
    for name in ("README.txt", "content/register/cited.toml", "metadata/ledger.json",
                 "metadata/premis.xml", "metadata/software.json", "reports/validation.json",
                 "fonts/fonts.json", "content/astana-2017/capture.txt",
                 "content/astana-2017/canonical.txt", "editions/manifest.json"):  # fmt: skip
        assert name in data
    assert {script for a in artefacts(bag) for script in a["script"].split("+")} == {
        name.split(".")[1] for name in data if name.startswith("metadata/declaration.")
    }
    readme = bag["data/README.txt"].decode()
    assert all(artefact["file"] in readme for artefact in artefacts(bag))
    assert declaration.provenance.canonical_sha256 in readme


def test_an_edition_may_stay_out_of_the_bag(
    deposits: Path, deposit_content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = Path(shutil.copytree(deposits, tmp_path / "deposit"))
    row = replace(EDITIONS["akoma-ntoso"], deposit=False)
    monkeypatch.setitem(EDITIONS, "akoma-ntoso", row)
    folders = ("--content", str(deposit_content), "--output", str(output))
    assert main(["deposit", "astana-2017", "--without-validators", *folders]) == 0
    files = open_container(output / f"{NAME}.tar").files
    left_out = [name for name in opened_editions(deposits) if name.endswith(".akn.xml")]
    assert left_out
    assert set(opened_editions(deposits)) - set(opened_editions(output)) == set(left_out)
    assert history_codes(files) == set()
    assert not any(name.encode() in files["data/editions/manifest.json"] for name in left_out)


def test_the_record_of_events_is_complete(bag: Files) -> None:
    """What the PREMIS data dictionary makes mandatory is there, and every link leads somewhere."""
    space = {"p": "http://www.loc.gov/premis/v3"}
    root = ElementTree.fromstring(bag["data/metadata/premis.xml"])

    def texts(path: str, element: ElementTree.Element = root) -> list[str]:
        return [found.text or "" for found in element.findall(path, space)]

    objects = texts("p:object/p:objectIdentifier/p:objectIdentifierValue")
    agents = texts("p:agent/p:agentIdentifier/p:agentIdentifierValue")
    events = root.findall("p:event", space)
    kinds = texts("p:event/p:eventType")
    assert kinds[:2] == ["capture", "normalization"]
    assert kinds.count("creation") == len(artefacts(bag))
    # nobody examined these files, and nothing says that anybody did
    assert "validation" not in kinds
    for event in events:
        for mandatory in ("eventIdentifier", "eventType", "eventDateTime"):
            assert len(event.findall(f"p:{mandatory}", space)) == 1
        linked = ".//p:linkingAgentIdentifierValue", ".//p:linkingObjectIdentifierValue"
        assert set(texts(linked[0], event)) <= set(agents)
        assert set(texts(linked[1], event)) <= set(objects)
        assert texts(".//p:eventOutcome", event)
    # every file of the payload but the record itself, each by its whole path
    assert set(objects) == {n for n in bag if n.startswith("data/")} - {"data/metadata/premis.xml"}
    assert texts("p:object/p:originalName") == objects
    keys = ".//p:formatRegistryKey"
    described = zip(objects, root.findall("p:object", space), strict=True)
    known = {path: texts(keys, element) for path, element in described}
    assert known["data/editions/astana-2017.zh-Hant.archive.pdf"] == ["fmt/479"]
    assert known["data/content/astana-2017/canonical.txt"] == ["x-fmt/111"]


def artefacts(files: Files) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(files["data/editions/manifest.json"])["artefacts"]
    return found


def test_everything_is_verified_without_the_content(
    deposits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    shutil.copy(deposits / f"{NAME}.tar", tmp_path)
    page = tmp_path / "report.html"
    status = main(["verify", f"{NAME}.tar", "--rebuild", "--html", str(page)])
    told = capsys.readouterr().out
    assert status == 0, told
    assert "made again with the same bytes" in told
    assert "The deposit is whole, unsigned" in page.read_text("utf-8")


def test_bombs_are_not_opened(bag: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    book = next(data for name, data in bag.items() if name.endswith(".zh-Hant.epub"))
    pdf = next(data for name, data in bag.items() if name.endswith(".zh-Hant.archive.pdf"))
    types = ("application/epub+zip", "application/pdf")
    assert [bombs.swells(data, kind) for data, kind in zip((book, pdf), types, strict=True)] == (
        ["", ""]
    )
    monkeypatch.setattr(bombs, "MOST_UNPACKED", 100_000)
    assert bombs.swells(book, types[0])
    assert bombs.swells(pdf, types[1])
    assert set(book_codes(only(bag, ".zh-Hant.epub"))) == {"D-003"}
    out = io.BytesIO()
    with pikepdf.new() as packed:
        packed.Root.Extra = packed.make_stream(b"x")
        twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
        packed.Root.Extra.write(zlib.compress(zlib.compress(b"x")), filter=twice)
        packed.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none,
                    compress_streams=False)  # fmt: skip
    assert "more than once" in bombs.swells(out.getvalue(), types[1])


def only(files: Files, suffix: str, content: bytes | None = None) -> Files:
    """Return the files with one edition, whose content may be another, in a list of its own."""
    manifest = json.loads(files["data/editions/manifest.json"])
    (entry,) = (a for a in manifest["artefacts"] if a["file"].endswith(suffix))
    data = files[f"data/editions/{entry['file']}"] if content is None else content
    entry |= {"size": len(data), "sha256": sha256(data)}
    manifest["artefacts"] = [entry]
    kept = {n: d for n, d in files.items() if not n.startswith("data/editions/")}
    return {
        **kept,
        "data/editions/manifest.json": json.dumps(manifest).encode(),
        f"data/editions/{entry['file']}": data,
    }


def test_a_truncated_pdf_is_found(bag: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MEDIA_TYPES", ())
    name = "data/editions/astana-2017.zh-Hant.archive.pdf"
    for size in (0, 10, 20_000, len(bag[name]) - 200):
        found = book_codes(only(bag, ".zh-Hant.archive.pdf", bag[name][:size]))
        assert "F-002" in found or "D-106" in found


def test_a_pdf_that_lies_is_found(bag: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MEDIA_TYPES", ())
    name = "data/editions/astana-2017.zh-Hant.archive.pdf"
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(bag[name])) as pdf:
        lie = pdf.Root.Metadata.read_bytes().replace(b"<pdfaid:part>3", b"<pdfaid:part>2")
        pdf.Root.Metadata = pdf.make_stream(lie)
        pdf.save(out, fix_metadata_version=False)
    found = book_codes(only(bag, ".zh-Hant.archive.pdf", out.getvalue()))
    assert {"A-001", "A-002"} <= set(found)


def replaced(name: str, before: bytes, after: bytes) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        assert before in files[name], name
        return {**files, name: files[name].replace(before, after, 1)}

    return change


_TEXT = "data/content/astana-2017"
DEEP = b"[" * 100_000
FALSE: dict[str, tuple[Callable[[Files], Files], str]] = {
    "text": (replaced(f"{_TEXT}/canonical.txt", "宣言".encode(), "宜言".encode()), "D-101"),
    "text and ledger": (replaced(f"{_TEXT}/canonical.txt", "宣言".encode(), "宜言".encode()),
                        "D-102"),
    "capture": (replaced(f"{_TEXT}/capture.txt", b",", b"."), "D-102"),
    "restoration": (replaced("data/metadata/ledger.json", b'"rule": "comma"', b'"rule": "coma"'),
                    "D-102"),
    "line set apart": (replaced("data/metadata/ledger.json", b'"capture_line": 1,',
                                b'"capture_line": 9999,'), "D-102"),
    "ledger": (replaced("data/metadata/ledger.json", b"{", b"["), "D-102"),
    "ledger's key": (replaced("data/metadata/ledger.json", b'"apart"', b'"part"'), "D-102"),
    "ledger too deep": (lambda f: {**f, "data/metadata/ledger.json": DEEP}, "D-102"),
    "ledger of no text": (replaced("data/metadata/ledger.json", b"canonical.txt", b"none.txt"),
                          "D-102"),
    "description": (replaced("data/metadata/declaration.zh-Hant.json", "宣言".encode(),
                             "宜言".encode()), "D-103"),
    "conversion": (replaced("data/editions/astana-2017.zh-Hans.ledger.json", "组".encode(),
                            "祖".encode()), "D-102"),
    "list": (replaced("data/editions/manifest.json", b'"size": ', b'"size": 1'), "D-104"),
    "list's key": (replaced("data/editions/manifest.json", b'"size": ', b'"sighs": '), "D-104"),
    "events": (replaced("data/metadata/premis.xml", b"<premis:messageDigest>",
                        b"<premis:messageDigest>0"), "D-105"),
    "record": (replaced("data/metadata/premis.xml", b"</premis:premis>", b""), "D-105"),
    "document": (replaced(f"{_TEXT}/document.toml", b"[capture]", b"[capture"), "D-101"),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_false_history_is_found(name: str, bag: Files) -> None:
    change, code = FALSE[name]
    assert code in history_codes(change(bag))


def test_a_description_reads_back_as_it_was(declaration: Declaration) -> None:
    value = json.loads(to_json(declaration))
    assert from_json(Declaration, value) == declaration
    for key, wrong in (("date", "June"), ("title", None), ("notes", 1), ("unknown", 1)):
        with pytest.raises(ValueError, match=r".+"):
            from_json(Declaration, {**value, key: wrong})
    del value["title"]
    with pytest.raises(ValueError, match="incomplete"):
        from_json(Declaration, value)


def test_a_capture_of_any_kind_is_kept_and_replayed(project: Path, tmp_path: Path) -> None:
    """A law captured as Markdown: attached as it is, its ledger replayed with its reader."""
    content = Path(shutil.copytree(project / "content", tmp_path / "content"))
    path = content / "specimen-law" / "document.toml"
    lines = path.read_text("utf-8").split("\n")
    lines = [line for line in lines if not line.startswith(("editions =", "scripts ="))]
    first = next(at for at, line in enumerate(lines) if line.startswith("["))
    lines[first:first] = ['editions = ["akoma-ntoso"]', 'scripts = ["zh-Hans"]']
    path.write_text("\n".join(lines), "utf-8")
    folders = ("--content", str(content), "--output", str(tmp_path / "dist"))
    assert main(["deposit", "specimen-law", "--without-validators", *folders]) == 0
    files = open_container(tmp_path / "dist" / "specimen-law.bag").files
    assert codes(files) == history_codes(files) == set()
    ledger = files["data/metadata/ledger.json"].replace(
        b'"reader": "markdown"', b'"reader": "text"'
    )
    assert "D-102" in history_codes({**files, "data/metadata/ledger.json": ledger})
    source = Source.open(content / "specimen-law")
    declaration, _ = source.read()
    capture, *_ = attachments(source, declaration, None, "Zhengben")
    assert sha256(capture.data) == declaration.provenance.capture_sha256
    assert capture.media_type == "text/markdown"


def test_other_software_is_not_comparable(bag: Files) -> None:
    from zhengben.verify.rebuild import rebuild

    subject = Container(NAME, dict(bag))
    history = History(subject)
    history.check()
    software = json.loads(bag["data/metadata/software.json"])
    software["packages"]["weasyprint"] = "69.0"
    subject.files["data/metadata/software.json"] = json.dumps(software).encode()
    assert rebuild(subject, history).startswith("not comparable: weasyprint 69.0 there")
    del subject.files["data/metadata/software.json"]
    assert rebuild(subject, history).startswith("not comparable")
    assert subject.findings == []


def test_the_command(deposits: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(shutil.copytree(deposits / NAME, tmp_path / NAME))
    (folder / "data" / "README.txt").write_text("<b>&", "utf-8")
    (folder / "data" / "x").symlink_to("README.txt")
    page = tmp_path / "report.html"
    assert main(["verify", str(folder), "--json", "--html", str(page)]) == 1
    (result,) = json.loads(capsys.readouterr().out)
    assert result["whole"] is False
    assert {finding["code"] for finding in result["findings"]} == {"D-002"}
    assert "D-002" in page.read_text("utf-8")
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert main(["verify", str(folder), str(folder), "--html", str(page)]) == 2
    assert main(["verify", str(folder), "--html", str(tmp_path / "no" / "page.html")]) == 2


def test_the_software_listed_is_what_the_project_asks_for(project: Path) -> None:
    import tomllib

    from zhengben.deposit.software import PACKAGES

    metadata = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    asked = {name.split("==")[0] for name in metadata["project"]["dependencies"]}
    # the first draws proof sheets and changes no artefact; no reader uses the others yet
    idle = {"pypdfium2"}
    assert asked - idle == set(PACKAGES)


def test_bag_info_is_that_of_the_document(project: Path) -> None:
    source = Source.open(project / "content" / "astana-2017")
    info = dict(bag_info(source, source.read()[0], datetime.date(2026, 11, 25)))
    assert info["Bagging-Date"] == "2026-11-25"
    assert info["External-Identifier"].startswith("urn:uuid:")


def test_words_beside_the_text_are_those_that_the_press_writes(
    bag: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every other check holds: what a colophon may say is known to whoever makes it alone."""
    monkeypatch.setattr(catalogue, "FAMILIES", ("anew",))
    name = "data/editions/astana-2017.zh-Hant.akn.xml"
    changed = bag[name].replace(b'showAs="', b'showAs="x', 1)
    assert changed != bag[name]
    assert book_codes(only(bag, ".zh-Hant.akn.xml", changed)).keys() == {"F-010"}
    # by other software nobody can tell
    versions = "data/metadata/software.json"
    other = {**bag, versions: bag[versions].replace(b'"press_sha256": "', b'"press_sha256": "0')}
    assert book_codes(only(other, ".zh-Hant.akn.xml", changed)) == {}
    # nor is a text set, unless it is asked for, of which a stranger made as much as he likes
    monkeypatch.setattr(rebuild, "_MOST_CHARACTERS", 1000)
    assert book_codes(only(bag, ".zh-Hant.akn.xml", changed)) == {}
