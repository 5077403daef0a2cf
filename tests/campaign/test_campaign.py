"""The campaign: kills, full disks, races and damaged input; nothing is lost, nothing breaks.

The ordinary tests go a short ring of it; ``-m campaign`` goes all the way, for minutes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.campaign.ring import KILLED, Count, Fault, copies, damaged, forked, held, here, start
from zhengben.document.artefacts import sha256

SHORT, LONG = 1, pytest.param(100, marks=pytest.mark.campaign)
PAGE = "某法\n\n第一條　爲試驗而設。\n\n第二條　自公佈之日起施行。\n\n2020年1月2日\n"


@pytest.fixture
def base(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with a published law, a deposit, strangers, and a newer text to publish."""
    folder = tmp_path / "base"
    law = folder / "content" / "law"
    shutil.copytree(project / "content" / "specimen-law", law)
    toml = law / "document.toml"
    limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
    toml.write_text(limits + toml.read_text("utf-8"), "utf-8")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    monkeypatch.setenv("ZHENGBEN_CACHE", str(tmp_path / "cache"))
    assert here(command(folder, "deposit", "law", "--without-validators")) == (0, "")
    answers = ("--set", "genre=law", "--set", "date=2020-01-02")
    first = command(folder, "new", str(folder / "page.txt"), "--name", "page", *answers)[:-2]
    status, told = here(first)
    assert status == 0, told
    toml.write_text(toml.read_text("utf-8").replace("2020-02-29", "2020-03-01", 1), "utf-8")
    (folder / "dist/law/notes.txt").write_text("notes")
    (folder / "dist/law-2018").mkdir()
    (folder / "dist/law-2018/only-copy.pdf").write_text("a neighbour")
    return folder


def command(folder: Path, *words: str) -> list[str]:
    return [*words, "--content", str(folder / "content"), "--output", str(folder / "dist")]


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "publish": lambda folder: command(folder, "publish", "law"),
    "deposit": lambda folder: command(folder, "deposit", "law", "--without-validators"),
    "new": lambda folder: command(folder, "new", str(folder / "page.txt"), "--name", "two")[:-2],
    "again": lambda folder: command(folder, "new", "page", "--again")[:-2],
}


def lost(before: dict[str, bytes], after: dict[str, bytes], whole: dict[str, bytes]) -> str:
    """Return what of the files before is neither there, nor kept aside, nor made anew."""
    for name, data in before.items():
        if after.get(name) not in (data, whole.get(name)) and data not in after.values():
            return f"{name} is lost or torn"
    return ""


@pytest.mark.parametrize("times", [SHORT, LONG])
@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_any_change_of_a_file_nothing_is_lost(
    name: str, times: int, base: Path, tmp_path: Path
) -> None:
    count, words = Count(f"kills, {name}"), COMMANDS[name]
    folders = copies(base, tmp_path / "work")
    folder = next(folders)
    before = held(folder)
    assert forked(words(folder)) == (0, "")
    whole = held(folder)
    step = 1 if times > 1 else 31 if name == "deposit" else 5
    for torn in (False, True):
        for at in range(0, 10_000, step):
            folder = next(folders)
            fault = Fault(folder, at, torn=torn)
            status, told = forked(words(folder), fault.install)
            if status == 0:
                break
            assert status == KILLED, told
            torn_or_lost = lost(before, held(folder), whole)
            # the next run finishes what the killed one began, or begins anew
            status, told = forked(words(folder))
            again = held(folder)
            if name == "new" and status == 2 and "exists already" in told:
                status = 0
            if not torn_or_lost and (status or again != whole):
                torn_or_lost = f"killed at {at}, the next run ends in {status}: {told}"
            count.note(status, told, torn_or_lost)
    assert count.runs > (20 if times > 1 else 3)
    count.tell()


@pytest.mark.parametrize("times", [SHORT, LONG])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_disk_that_is_full_from_any_moment_costs_nothing(
    name: str, times: int, base: Path, tmp_path: Path
) -> None:
    count, words = Count(f"full disks, {name}"), COMMANDS[name]
    folders = copies(base, tmp_path / "work")
    folder = next(folders)
    before = held(folder)
    assert forked(words(folder)) == (0, "")
    whole = held(folder)
    for at in range(0, 10_000, 1 if times > 1 else 37 if name == "deposit" else 6):
        folder = next(folders)
        status, told = forked(words(folder), Fault(folder, at, full=True).install)
        if status == 0:
            break
        torn_or_lost = lost(before, held(folder), whole)
        if told.count("\n") != 1 or status not in (3, 4):
            torn_or_lost = torn_or_lost or f"full from {at}, status {status}: {told}"
        count.note(status, told, torn_or_lost)
        status, told = forked(words(folder))
        if (status and "exists already" not in told) or held(folder) != whole:
            count.note(status, told, f"full from {at}, the next run ends in {status}: {told}")
    assert count.runs > (10 if times > 1 else 1)
    count.tell()


@pytest.mark.parametrize("times", [SHORT, LONG])
def test_two_at_once_do_what_one_after_the_other_does(
    times: int, base: Path, tmp_path: Path
) -> None:
    count = Count("races of two processes")
    folders = copies(base, tmp_path / "work")
    folder = next(folders)
    assert forked(COMMANDS["publish"](folder))[0] == 0
    published = held(folder)
    assert forked(COMMANDS["deposit"](folder))[0] == 0
    whole = held(folder)
    pairs = [("publish", "publish"), ("publish", "deposit"), ("deposit", "deposit"), ("new", "new"),
             ("again", "again")]  # fmt: skip
    for one, other in pairs * max(1, times // 5):
        folder = next(folders)
        with tempfile.TemporaryFile() as told:
            pids = [start(COMMANDS[name](folder), lambda: None, told.fileno())
                    for name in (one, other)]  # fmt: skip
            ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
            told.seek(0)
            text = told.read().decode("utf-8", "replace")
        after, fault = held(folder), ""
        if one == "new":
            fault = "" if sorted(ends) == [0, 2] else f"new and new end in {ends}: {text}"
        elif one != "again" and after != (whole if other == "deposit" else published):
            fault = f"{one} and {other} make something else"
        if one != "new" and ends != [0, 0]:
            fault = f"{one} and {other} end in {ends}: {text}"
        count.note(max(ends), text, fault)
    count.tell()


def trials(times: int, most: int) -> range:
    return range(most if times > 1 else 25)


@pytest.mark.parametrize("times", [SHORT, LONG])
def test_damaged_metadata_and_texts_are_refused(times: int, base: Path, tmp_path: Path) -> None:
    law = next(copies(base, tmp_path / "work")) / "content/law"
    toml = law / "document.toml"
    for file in ("document.toml", "canonical.txt", "capture"):
        count = Count(f"damaged {file}")
        path, declared = next(law.glob(f"{file}*")), toml.read_text("utf-8")
        good = path.read_bytes()
        for seed in trials(times, 1000):
            path.write_bytes(data := damaged(good, seed))
            if path != toml:
                # the damage is declared, so that it is read and not refused for its hash
                text = declared.replace(sha256(good), sha256(data))
                toml.write_text(text, "utf-8")
            for verb in ("show", "canon", "lint"):
                count.note(*here([verb, "law", "--content", str(law.parent)]))
        path.write_bytes(good)
        toml.write_text(declared, "utf-8")
        count.tell()


@pytest.mark.parametrize("times", [SHORT, LONG])
def test_damaged_captures_are_read_or_refused(times: int, project: Path, tmp_path: Path) -> None:
    count = Count("damaged captures")
    (tmp_path / "content").mkdir()
    cases = sorted(
        path for path in (project / "tests/intake/cases").iterdir() if path.suffix != ".golden"
    )
    for seed in trials(times, 4000):
        source = cases[seed % len(cases)]
        path = tmp_path / source.name
        path.write_bytes(damaged(source.read_bytes(), seed))
        words = ["new", str(path), "--dry-run", "--name", "x"]
        count.note(*here([*words, "--content", str(tmp_path / "content")]))
    assert not held(tmp_path / "content")
    count.tell()


@pytest.mark.parametrize("times", [SHORT, LONG])
def test_damaged_deposits_are_found_out(times: int, base: Path, tmp_path: Path) -> None:
    count = Count("damaged deposits")
    tar = base / "dist/law.bag.tar"
    path = tmp_path / "law.bag.tar"
    good = tar.read_bytes()
    for seed in trials(times, 2000):
        data = damaged(good, seed)
        path.write_bytes(data)
        status, told = here(["verify", str(path)])
        count.note(status, told, "" if status == 1 or data == good else f"{seed} is not seen")
    count.tell()


@pytest.mark.parametrize("times", [SHORT, LONG])
def test_damaged_editions_are_found_out(times: int, base: Path, tmp_path: Path) -> None:
    work = next(copies(base, tmp_path / "work"))
    editions = ("akoma-ntoso", "e-reader", "handout") if times > 1 else ("akoma-ntoso",)
    toml = work / "content/law/document.toml"
    text = toml.read_text("utf-8").replace('editions = ["akoma-ntoso"]\n', "", 1)
    toml.write_text(text, "utf-8")
    more = [word for name in editions for word in ("--edition", name)]
    assert here(command(work, "publish", "law", *more)) == (0, "")
    check = partial(command, work, "check", "law")
    for path in sorted((work / "dist/law").glob("law.*")):
        count, good = Count(f"damaged {path.suffix}"), path.read_bytes()
        for seed in trials(times, 300):
            path.write_bytes(data := damaged(good, seed))
            status, told = here(check())
            count.note(status, told, "" if status == 1 or data == good else f"{seed} is not seen")
        path.write_bytes(good)
        count.tell()
