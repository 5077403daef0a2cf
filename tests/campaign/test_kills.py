"""The press is killed at every change of a file, and at any time: nothing is lost."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from pathlib import Path

import pytest

from tests.campaign.base import CHANGING, COMMANDS, LONG, STEPS, base, lost, sweep
from tests.campaign.ring import KILLED, Count, Fault, copies, forked, held, start

__all__ = ["base"]


def judge(name: str, folder: Path, before: dict[str, bytes], whole: dict[str, bytes]) -> str:
    """Run a command once more where it was killed; return what is wrong with what is there."""
    torn_or_lost = lost(before, held(folder), whole)
    status, told = forked(COMMANDS[name](folder))
    if name == "new" and status == 2 and "exists already" in told:
        status = 0
    sweep(folder)
    again = held(folder)
    if not torn_or_lost and ((status not in (0, 1)) or again != whole):
        torn_or_lost = f"the next run of {name} ends in {status}: {told}"
    return torn_or_lost


def unharmed(name: str, folder: Path) -> dict[str, bytes]:
    """Return what a command makes where nobody disturbs it."""
    status, told = forked(COMMANDS[name](folder))
    assert status in (0, 1), told
    return held(folder)


@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("name", CHANGING)
def test_killed_at_any_change_of_a_file_nothing_is_lost(
    name: str, long: bool, base: Path, tmp_path: Path
) -> None:
    count, words = Count(f"kills, {name}"), COMMANDS[name]
    folders = copies(base, tmp_path / "work")
    folder = next(folders)
    before, whole = held(folder), unharmed(name, folder)
    for torn in (False, True) if long else (False,):
        for at in range(0, 10_000, 1 if long else STEPS[name]):
            folder = next(folders)
            status, told = forked(words(folder), Fault(folder, at, torn=torn).install)
            if status in (0, 1):
                break
            assert status == KILLED, told
            count.note(status, told, judge(name, folder, before, whole))
    assert count.runs >= (3 if name == "report" else 20 if long else 3)
    count.tell()


@pytest.mark.parametrize("long", LONG)
def test_killed_as_it_recovers_nothing_is_lost(long: bool, base: Path, tmp_path: Path) -> None:
    count, chance = Count("kills, one after the other"), random.Random(1)
    folders = copies(base, tmp_path / "work")
    for name in ("publish", "deposit", "again") * (20 if long else 1):
        folder, words = next(folders), COMMANDS[name]
        before, whole = held(folder), unharmed(name, folder)
        folder = next(folders)
        for _ in range(3):
            at = chance.randrange(3, 200 if name == "deposit" else 40)
            status, told = forked(words(folder), Fault(folder, at, torn=True).install)
        count.note(status, told, judge(name, folder, before, whole))
    count.tell()


@pytest.mark.parametrize("long", LONG)
def test_killed_by_the_system_at_any_time_nothing_is_lost(
    long: bool, base: Path, tmp_path: Path
) -> None:
    count, chance, killed = Count("kills, at any time"), random.Random(2), 0
    folders = copies(base, tmp_path / "work")
    for name in CHANGING:
        words, folder = COMMANDS[name], next(folders)
        before, started = held(folder), time.monotonic()
        whole = unharmed(name, folder)
        seconds = time.monotonic() - started
        for _ in range(50 if long else 1):
            folder = next(folders)
            with tempfile.TemporaryFile() as told:
                pid = start(words(folder), lambda: None, told.fileno())
                time.sleep(seconds * chance.random())
                os.kill(pid, signal.SIGKILL)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            killed += status == -signal.SIGKILL
            count.note(status, "", judge(name, folder, before, whole))
    assert killed > (120 if long else 0)
    count.tell()
