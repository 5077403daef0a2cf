"""Signed deposits: whose they are, what breaks them, and what a signature may not change."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests import signing
from tests.conftest import once
from tests.genre_documents import sample_document, sample_of
from tests.signing import CMS, Holder
from zhengben.checks import catalogue as table
from zhengben.checks.archive import conformance
from zhengben.cli.main import main
from zhengben.verify.books import check_books
from zhengben.verify.container import Container, open_container
from zhengben.verify.history import History
from zhengben.verify.increment import read_increment
from zhengben.verify.signature import BrokenError
from zhengben.verify.signatures import SIGNED, authenticity, check_signatures, verdict
from zhengben.verify.trust import Trust
from zhengben.verify.verification import verify

NAME = "small-law"
PDF = f"{NAME}.zh-Hant.archive.pdf"
PLACE = f"data/editions/{PDF}"
SECOND = f"data/editions/{NAME}.zh-Hant.archive-pdf2.pdf"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory, keys: Path, root: Holder, clock: Holder) -> Path:
    """Return a folder with a signed deposit of a small law, its content beside it."""

    def make(folder: Path) -> None:
        content = folder / "content"
        editions = ["archive", "archive-pdf2"]
        sample_document(content, NAME, "law", sample_of("law"), editions, ["zh-Hant"])
        with signing.server(clock, root) as url:
            options = ["--sign", keys / "archive.p12", "--passphrase-file", keys / "passphrase",
                       "--timestamp", url, "--content", content, "--output", folder / "dist",
                       "--without-validators"]  # fmt: skip
            assert main(["deposit", NAME, *map(str, options)]) == 0

    return once(tmp_path_factory, "signed", make) / "dist"


@pytest.fixture(scope="module")
def files(dist: Path) -> Files:
    found = open_container(dist / f"{NAME}.bag.tar")
    assert not found.findings
    return found.files


def examined(files: Files, trust: Trust, *, required: bool = False) -> tuple[list[str], str]:
    """Return the codes of what is found on signatures and history, and who signed in words."""
    container = Container(f"{NAME}.bag", dict(files))
    history = History(container)
    history.check()
    found, _ = check_signatures(container, history, trust, required=required)
    return sorted({f.code for f in container.findings}), verdict(tuple(found))


def test_a_signed_deposit_says_who_signed(files: Files, trust: Trust) -> None:
    assert examined(files, trust) == ([], "signed by 某檔案館 (valid)")
    assert examined(files, Trust()) == ([], "signed by 某檔案館 (unknown)")
    assert examined(files, Trust(), required=True)[0] == ["D-302"]
    assert examined(files, trust, required=True)[0] == []


def test_a_stripped_deposit_is_unsigned_and_a_forged_one_broken(files: Files, trust: Trust) -> None:
    bare = {name: data for name, data in files.items() if not name.startswith("signatures/")}
    assert examined(bare, trust) == ([], "unsigned")
    assert examined(bare, trust, required=True)[0] == ["D-302"]
    # another deposit in which all agrees, with the signature of the first
    forged = {**files, SIGNED: files[SIGNED].replace(b"bag-info", b"bag-1nfo")}
    assert examined(forged, trust) == (["D-301"], "signature broken")
    cut = {**files, CMS: files[CMS][:-40]}
    assert examined(cut, trust) == (["D-301"], "signature broken")
    rubbish = {**files, CMS: b"x"}
    assert examined(rubbish, trust) == (["D-301"], "signature broken")


def test_the_edition_in_a_signed_pdf_is_the_published_one(dist: Path, files: Files) -> None:
    published = (dist / NAME / PDF).read_bytes()
    assert files[PLACE].startswith(published)
    assert len(published) < len(files[PLACE]) < len(published) + 30_000


def test_a_signed_pdf_keeps_what_it_claims(files: Files, tmp_path: Path) -> None:
    path = tmp_path / PDF
    path.write_bytes(files[PLACE])
    told = conformance.told(path, ("PDF/A-3a", "PDF/UA-1"))
    assert len(told) == 3
    assert all("conforms, 0 failed" in line for line in told)
    # and archives know it by its signature in PRONOM
    command = [sys.executable, "-m", "fido.fido", "-q", str(path)]
    known = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert known.split(",")[2] == "fmt/479"


def test_a_signed_pdf_2_keeps_what_it_claims(dist: Path, files: Files, tmp_path: Path) -> None:
    path = tmp_path / "second.pdf"
    path.write_bytes(files[SECOND])
    told = conformance.told(path, ("PDF/A-4f", "PDF/UA-2"))
    assert len(told) == 2
    assert all("conforms, 0 failed" in line for line in told)
    published = (dist / NAME / Path(SECOND).name).read_bytes()
    assert read_increment(files[SECOND], len(published)).data


def test_validators_judge_a_signed_pdf_as_a_whole(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = list[bytes]()
    monkeypatch.setattr(table, "families", lambda: ())
    monkeypatch.setattr(conformance, "examine", lambda s: judged.append(s.path.read_bytes()) or ())
    monkeypatch.setattr(conformance, "told", lambda path, claims: [])
    for whole in (files[PLACE], files[PLACE] + b"%%EOF"):
        container = Container(f"{NAME}.bag", {**files, PLACE: whole})
        history = History(container)
        history.check()
        check_books(container, history)
    # a file with more behind its edition than a signature is not given to anybody
    assert [data for data in judged if data != files[SECOND]] == [files[PLACE]]


def test_the_whole_is_verified_by_the_command(
    dist: Path, keys: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # the editions are looked at by every other test of deposits
    monkeypatch.setattr("zhengben.verify.verification.check_books", lambda *_: ([], {}))
    bag = str(dist / f"{NAME}.bag.tar")
    assert main(["verify", bag, "--trust", str(keys / "root.pem"), "--require-signature"]) == 0
    told = capsys.readouterr().out
    assert "whole, signed by 某檔案館 (valid)" in told
    assert "by 試驗授時" in told
    assert "Not sealed" not in told
    assert main(["verify", bag]) == 0
    assert "whole, signed by 某檔案館 (unknown)" in capsys.readouterr().out
    assert main(["verify", bag, "--require-signature"]) == 1
    assert "D-302" in capsys.readouterr().out


def test_a_signed_deposit_is_made_again_over_itself(
    dist: Path, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The press knows its own signatures by its tar, and leaves those of others alone."""
    import shutil

    here = Path(shutil.copytree(dist.parent, tmp_path / "again"))
    options = ["--without-validators", "--content", str(here / "content"),
               "--output", str(here / "dist")]  # fmt: skip
    bag = here / "dist" / f"{NAME}.bag"
    (bag / "signatures" / "other.sig").write_bytes(b"of somebody else")
    assert main(["deposit", NAME, *options]) == 2
    assert "altered or added" in capsys.readouterr().err
    (bag / "signatures" / "other.sig").unlink()
    assert main(["deposit", NAME, *options]) == 0
    assert not (bag / "signatures").exists()
    result = verify(here / "dist" / f"{NAME}.bag.tar", again=True)
    assert (result.whole, result.signed) == (True, "unsigned")


# what is behind an edition


def changed(whole: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a signed PDF with a change in its increment, which qpdf writes anew."""
    size = whole.rindex(b"startxref", 0, whole.rindex(b"startxref"))
    size = whole.index(b"%%EOF", size) + 6
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        change(pdf)
        pdf.save(out, static_id=True)
    return whole[:size] + out.getvalue()


def size_of(files: Files, dist: Path) -> int:
    return (dist / NAME / PDF).stat().st_size


INCREMENTS: dict[str, tuple[Callable[[bytes, int], bytes], str]] = {
    "one more update": (lambda w, n: w + w[n:], "in one piece"),
    "words behind": (lambda w, n: w + b"1 0 obj", "in one piece"),
    "another range": (lambda w, n: w.replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1),
                      "over the whole file"),
    "a form that acts": (lambda w, n: w[:n] + w[n:].replace(b"/SigFlags 3", b"/SigFlags 1"),
                         "as the press writes it"),
    "a field that is seen": (lambda w, n: w[:n] + w[n:].replace(b"/Rect [ 0 0 0 0 ]",
                                                                b"/Rect [ 0 0 9 9 ]"),
                             "as the press writes it"),
    "another page": (lambda w, n: w[:n] + w[n:].replace(b"/Contents 6 0 R", b"/Contents 7 0 R"),
                     "page was changed"),
    "another catalog": (lambda w, n: w[:n] + w[n:].replace(b"(zh\\055Hant)", b"(zh\\055Hans)"),
                        "catalog was changed"),
    "another image of the key": (lambda w, n: w[:n] + w[n:].replace(b"/Type /Sig", b"/Type /Sog"),
                                 ""),
    "a large one": (lambda w, n: w + bytes(2_000_000), "more is added"),
    "rubbish": (lambda w, n: w[:n] + b"startxref\n9\n%%EOF\n", "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("kind", INCREMENTS)
def test_an_increment_that_is_more_than_a_signature_is_broken(
    kind: str, files: Files, dist: Path, trust: Trust
) -> None:
    change, reason = INCREMENTS[kind]
    size = size_of(files, dist)
    whole = files[PLACE]
    altered = change(whole, size)
    assert altered != whole
    if reason:
        with pytest.raises(BrokenError, match=reason):
            read_increment(altered, size)
    assert examined({**files, PLACE: altered}, trust) == (
        ["D-105", "D-301"], "signature broken"
    )  # fmt: skip


def test_an_object_more_or_another_one_is_seen(files: Files, dist: Path) -> None:
    """An increment by another program, with an action, or with an object of the edition changed."""
    size = size_of(files, dist)
    whole = files[PLACE]
    # the number of the metadata of the edition is given to the field: an object is changed
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        number = pdf.Root.Metadata.objgen[0]
        field = pdf.Root.AcroForm.Fields[0].objgen[0]
    swapped = whole[size:].replace(f"/Metadata {number} 0 R".encode(),
                                   f"/Metadata {field} 0 R".encode())  # fmt: skip
    with pytest.raises(BrokenError, match=r"catalog was changed|cannot be read"):
        read_increment(whole[:size] + swapped, size)


def test_options_that_belong_to_a_key(dist: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = ["--content", str(dist.parent / "content"), "--output", str(dist)]
    command = ["deposit", NAME, "--without-validators", *folders, "--timestamp", "http://x/"]
    assert main(command) == 2
    assert "--sign KEY" in capsys.readouterr().err


def test_without_the_libraries_a_signature_is_not_examined(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhengben.verify.signatures._LIBRARIES", ("zhengben_that_nobody_has",))
    container = Container(f"{NAME}.bag", dict(files))
    history = History(container)
    history.check()
    found, skipped = check_signatures(container, history, Trust(), required=False)
    assert authenticity(found) == "not examined"
    assert [s.code for s in skipped] == ["D-301"]
    assert container.findings == []
