"""Disks that are full or read-only from any moment, and races: nothing is lost."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from tests.campaign.base import CHANGING, COMMANDS, LONG, STEPS, base, lost, sweep
from tests.campaign.ring import Count, Fault, copies, forked, held, start

__all__ = ["base"]
DISKS = {
    "full disks": (errno.ENOSPC, False),
    "disks that fill up within a file": (errno.ENOSPC, True),
    "disks that become read-only": (errno.EROFS, False),
}


@pytest.mark.parametrize("long", LONG)
@pytest.mark.parametrize("disk", DISKS)
@pytest.mark.parametrize("name", CHANGING)
def test_a_disk_that_takes_no_more_costs_nothing(
    name: str, disk: str, long: bool, base: Path, tmp_path: Path
) -> None:
    count, words, (number, late) = Count(f"{disk}, {name}"), COMMANDS[name], DISKS[disk]
    folders = copies(base, tmp_path / "work")
    folder = next(folders)
    before = held(folder)
    assert forked(words(folder))[0] in (0, 1)
    whole = held(folder)
    for at in range(0, 10_000, 1 if long else 3 * STEPS[name]):
        folder = next(folders)
        status, told = forked(words(folder), Fault(folder, at, number, late=late).install)
        if status in (0, 1):
            break
        torn_or_lost = lost(before, held(folder), whole)
        content = f"{folder / 'content'}{os.sep}" in told
        if told.count("\n") != 1 or status != (4 if content else 3) or str(folder) not in told:
            torn_or_lost = torn_or_lost or f"from {at}, status {status}: {told}"
        count.note(status, told, torn_or_lost)
        status, told = forked(words(folder))
        sweep(folder)
        ended = status in (0, 1) or "exists already" in told
        if not ended or held(folder) != whole:
            count.note(status, told, f"from {at}, the next run ends in {status}: {told}")
    assert count.runs >= 1
    count.tell()


PAIRS = [("publish", "publish"), ("publish", "deposit"), ("deposit", "deposit"), ("new", "new"),
         ("again", "again"), ("again", "publish page"), ("deposit page", "again"),
         ("check page", "again")]  # fmt: skip


@pytest.mark.parametrize("long", LONG)
def test_two_at_once_do_what_one_after_the_other_does(
    long: bool, base: Path, tmp_path: Path
) -> None:
    count = Count("races of two processes")
    folders = copies(base, tmp_path / "work")
    for one, other in PAIRS:
        allowed = list[dict[str, bytes]]()
        for order in ((one, other), (other, one)):
            folder = next(folders)
            ends = [forked(COMMANDS[name](folder))[0] for name in order]
            allowed.append(held(folder))
        for _ in range(25 if long else 1):
            folder = next(folders)
            with tempfile.TemporaryFile() as told:
                pids = [start(COMMANDS[name](folder), lambda: None, told.fileno())
                        for name in (one, other)]  # fmt: skip
                found = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
                told.seek(0)
                text = told.read().decode("utf-8", "replace")
            fault = ""
            if sorted(found) != sorted(ends):
                fault = f"{one} and {other} end in {found}: {text}"
            elif held(folder) not in allowed:
                fault = f"{one} and {other} make something else"
            count.note(max(found), text, fault)
    count.tell()
