"""Which of many documents a command takes: a sample drawn by lot, or those that changed lately."""

from __future__ import annotations

import argparse
import datetime
import os
import random
import sys
from pathlib import Path

from zhengben.document.errors import UsageError
from zhengben.document.shown import shown
from zhengben.files.stamps import files_below, stamp_of


def add_sample(parser: argparse.ArgumentParser) -> None:
    """Declare ``--sample`` and ``--seed``."""
    parser.add_argument("--sample", type=int, metavar="N", help="only so many, drawn by lot")
    parser.add_argument("--seed", type=int, default=1, help="which sample is drawn (default 1)")


def sampled(folders: list[Path], arguments: argparse.Namespace) -> list[Path]:
    """Return the folders that the lot falls on, in their order; say which on standard error.

    The same seed draws the same of the same documents, on any machine.
    """
    if arguments.sample is None:
        return folders
    if arguments.sample < 1:
        raise UsageError("--sample takes a number from 1.")
    chance = random.Random(arguments.seed)
    drawn = {*chance.sample([f.name for f in folders], min(arguments.sample, len(folders)))}
    chosen = [folder for folder in folders if folder.name in drawn]
    told = ", ".join(folder.name for folder in chosen)
    print(
        f"zhengben: {len(chosen)} of {len(folders)} documents, drawn with seed {arguments.seed}: "
        f"{shown(told)}",
        file=sys.stderr,
    )
    return chosen


def changed_since(folders: list[Path], day: str) -> list[Path]:
    """Return the folders of which a file was changed on a day or after it; by time of this machine.

    ``day`` is as 2026-11-23, or a time such as 2026-11-23T08:00.
    """
    try:
        begin = datetime.datetime.fromisoformat(day)
    except ValueError:
        raise UsageError(
            f"--since takes a day such as 2026-11-23 or a time such as 2026-11-23T08:00, "
            f"not “{shown(day)}”."
        ) from None
    begin_ns = int(begin.timestamp() * 1e9)

    def changed(folder: Path) -> bool:
        base = os.fspath(folder)
        stamps = (stamp_of(f"{base}/{name}") for name in files_below(folder))
        return any(stamp is not None and stamp[1] >= begin_ns for stamp in stamps)

    return [folder for folder in folders if changed(folder)]
