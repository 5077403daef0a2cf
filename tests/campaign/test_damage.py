"""Damaged input by the thousand: read, refused in one sentence or found out; nothing is lost."""

from __future__ import annotations

import datetime
import random
import shutil
from pathlib import Path

import pytest

from tests.bags import DATE, NAME, opened
from tests.campaign.base import COMMANDS, LONG, base, command
from tests.campaign.ring import Count, copies, damaged, damaged_toml, held, here
from zhengben.checks.archive import conformance
from zhengben.deposit.bag import make_bag, make_tar
from zhengben.document.artefacts import sha256
from zhengben.verify.container import check_serialised, open_container

__all__ = ["base"]


def unsealed(path: Path, date: datetime.date) -> list[str]:
    """Return what of a deposit is let pass, since no manifest binds it."""
    container = open_container(path)
    check_serialised(container, date)
    return container.unsealed


def seeds(long: bool, most: int) -> range:
    return range(most if long else 20)


@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("file", ["document.toml", "canonical.txt", "capture"])
def test_damaged_metadata_and_texts_are_refused(
    file: str, long: bool, base: Path, tmp_path: Path
) -> None:
    count, work = Count(f"damaged {file}"), next(copies(base, tmp_path / "work"))
    law, dist = work / "content/law", held(work / "dist")
    toml, path = law / "document.toml", next(law.glob(f"{file}*"))
    declared, good = toml.read_text("utf-8"), path.read_bytes()
    for seed in seeds(long, 1500 if path == toml else 1000):
        harm = damaged_toml if path == toml and seed % 3 else damaged
        path.write_bytes(data := harm(good, seed))
        if path != toml:
            # the damage is declared, so that it is read and not refused for its hash
            text = declared.replace(sha256(good), sha256(data))
            toml.write_text(text, "utf-8")
        for verb in ("show", "canon", "lint"):
            count.note(*here(command(work, verb, "law")))
        count.note(*here(command(work, "new", "law", "--again", "--dry-run")))
        if not seed % 5:
            status, told = here(COMMANDS["publish"](work))
            gone = "" if status == 0 or held(work / "dist") == dist else f"{seed}: dist has changed"
            count.note(status, told, gone)
            dist = held(work / "dist")
    count.tell()


@pytest.mark.parametrize("long", LONG)
def test_damaged_tables_of_all_documents_are_refused(
    long: bool, project: Path, base: Path, tmp_path: Path
) -> None:
    count, work = Count("damaged registers"), next(copies(base, tmp_path / "work"))
    (work / "content/register").mkdir()
    for source in sorted((project / "content/register").glob("*.toml")):
        good, path = source.read_bytes(), work / "content/register" / source.name
        for seed in seeds(long, 500):
            path.write_bytes((damaged_toml if seed % 3 else damaged)(good, seed))
            count.note(*here(command(work, "show", "law")))
        path.write_bytes(good)
    count.tell()


@pytest.mark.parametrize("long", LONG)
def test_damaged_captures_are_read_or_refused(long: bool, project: Path, tmp_path: Path) -> None:
    count = Count("damaged captures")
    (tmp_path / "content").mkdir()
    cases = sorted(
        path for path in (project / "tests/intake/cases").iterdir() if path.suffix != ".golden"
    )
    for seed in seeds(long, 4000):
        source = cases[seed % len(cases)]
        path = tmp_path / source.name
        path.write_bytes(damaged(source.read_bytes(), seed))
        words = ["new", str(path), "--dry-run", "--name", "x"]
        count.note(*here([*words, "--content", str(tmp_path / "content")]))
    assert not held(tmp_path / "content")
    count.tell()


@pytest.mark.parametrize("long", LONG)
def test_what_the_press_keeps_may_be_damaged_and_nothing_is_lost(
    long: bool, base: Path, tmp_path: Path
) -> None:
    """Neither a list of what was made, nor a plan of what is moved, lets a stranger's file go."""
    folders = copies(base, tmp_path / "work")
    mine = {"dist/law/mine.pdf": b"years", "dist/mine.txt": b"of", "content/law/mine": b"work"}
    for kept in ("dist/law/manifest.json", "dist/law.bag/manifest-sha256.txt", "plan"):
        count = Count(f"damaged lists of the press, {kept}")
        for seed in seeds(long, 300):
            work = next(folders)
            for name, data in mine.items():
                (work / name).write_bytes(data)
            path = work / kept
            good = _plan() if kept == "plan" else path.read_bytes()
            if kept == "plan":
                path = work / "dist/.zhengben/law.made/plan.json"
                path.parent.mkdir(parents=True)
            path.write_bytes(damaged(good, seed))
            before = held(work)
            status, told = here(COMMANDS["deposit" if ".bag" in kept else "publish"](work))
            after = held(work)
            gone = [name for name, data in mine.items() if data not in after.values()]
            gone += [n for n in before if n.startswith("content/") and after.get(n) != before[n]]
            count.note(status, told, f"{seed}: {gone} is lost" if gone else "")
        count.tell()


def _plan() -> bytes:
    return (
        b'{"before": {"law/mine.pdf": "0", "law/law.zh-Hans.akn.xml": "1"}, '
        b'"after": {"law/manifest.json": "2"}, "last": "law/manifest.json"}'
    )


@pytest.mark.parametrize("long", LONG)
def test_every_byte_of_a_small_deposit_counts(long: bool, tmp_path: Path) -> None:
    count = Count("each byte of a deposit flipped")
    payload = {"README.txt": b"text\n", "editions/a%b.txt": "正本".encode() * 99, "z": b"\0" * 999}
    info = [("External-Identifier", "urn:uuid:0"), ("Internal-Sender-Identifier", "a"),
            ("External-Description", "題"), ("Bagging-Date", "2026-11-23"),
            ("Bag-Software-Agent", "Zhengben 0"), ("Zhengben-Deposit-Layout", "1")]  # fmt: skip
    good, path = make_tar(make_bag(payload, info), NAME, DATE), tmp_path / NAME
    assert 15_000 < len(good) <= 20_480
    for at in range(0, len(good), 1 if long else 97):
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << at % 8]) + good[at + 1 :])
        # a byte that no manifest binds, of a header or padding, is told as not sealed
        seen = opened(path) or unsealed(path, DATE)
        count.note(0, "", "" if seen else f"byte {at} is not seen")
    count.tell()


@pytest.mark.parametrize("long", LONG)
def test_damaged_deposits_are_found_out(long: bool, base: Path, tmp_path: Path) -> None:
    good, path = (base / "dist/law.bag.tar").read_bytes(), tmp_path / "law.bag.tar"
    flipped, count = Count("bytes of a full deposit flipped"), Count("damaged deposits")
    told = open_container(base / "dist/law.bag.tar").files["bag-info.txt"].decode()
    date = datetime.date.fromisoformat(told.partition("Bagging-Date: ")[2][:10])
    for seed in seeds(long, 2000):
        at = random.Random(seed).randrange(len(good))
        path.write_bytes(good[:at] + bytes([good[at] ^ 1 << seed % 8]) + good[at + 1 :])
        status, told = here(["verify", str(path)])
        seen = status == 1 or unsealed(path, date)
        flipped.note(status, told, "" if seen else f"byte {at} is not seen")
        path.write_bytes(data := damaged(good, seed))
        status, told = here(["verify", str(path)])
        seen = status == 1 or data == good or unsealed(path, date)
        count.note(status, told, "" if seen else f"{seed} is not seen")
    flipped.tell()
    count.tell()


@pytest.mark.parametrize(
    ("edition", "long"),
    [
        ("akoma-ntoso", False),
        *(
            pytest.param(edition, True, marks=pytest.mark.campaign)
            for edition in ("akoma-ntoso", "e-reader", "handout")
        ),
    ],
)
def test_damaged_editions_are_found_out(
    edition: str, long: bool, base: Path, tmp_path: Path, unasked: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    # what validators of others make of damaged files takes seconds a file, and is theirs to know
    monkeypatch.setattr(conformance, "verdicts", lambda *_: [])
    work = next(copies(base, tmp_path / "work"))
    toml = work / "content/law/document.toml"
    text = toml.read_text("utf-8").replace('editions = ["akoma-ntoso"]\n', "", 1)
    toml.write_text(text, "utf-8")
    shutil.rmtree(work / "dist/law")
    assert here(command(work, "publish", "law", "--edition", edition)) == (0, "")
    (path,) = (work / "dist/law").glob("law.*")
    count, good = Count(f"damaged {path.suffix}"), path.read_bytes()
    assert here(command(work, "check", "law"))[0] == 0
    for seed in seeds(long, 300):
        path.write_bytes(data := damaged(good, seed))
        status, told = here(command(work, "check", "law"))
        count.note(status, told, "" if status == 1 or data == good else f"{seed} is not seen")
    count.tell()
