"""Measure how many small faults the tests nearest to a room notice.

    python -m tests.mutation linebreaking --mutants 200 --seed 1

prints each mutant that survives, and how many are killed. docs/development.md says more.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.mutation.operators import Mutant, mutants
from tests.mutation.runner import PROJECT, Nearest, Outcome

HERE = Path(__file__).resolve().parent
ROOMS = tomllib.loads((HERE / "rooms.toml").read_text("utf-8"))
EQUIVALENT: Mapping[str, str] = {
    entry["name"]: entry["reason"]
    for entry in tomllib.loads((HERE / "equivalent.toml").read_text("utf-8")).get("mutant", ())
}
# of the mutants, at most so many may be named as equivalent
MOST_EQUIVALENT = 0.05
# after so many mutants it is told how far things are
_TOLD = 25


def room_mutants(room: str) -> list[Mutant]:
    """Return all mutants of a room in the order of its files."""
    found = list[Mutant]()
    for name in ROOMS[room]["modules"]:
        path = PROJECT / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            found += mutants(file.read_text("utf-8"), file.relative_to(PROJECT).as_posix())
    return found


def main(arguments: Sequence[str]) -> int:
    """Run it, and return 1 when fewer mutants than wanted are killed."""
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--mutants", type=int, default=200, help="how many (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.85, help="share that has to be killed")
    parser.add_argument("--only", default="", help="those alone whose names hold this text")
    options = parser.parse_args(arguments)
    os.nice(10)
    every = room_mutants(options.room)
    chosen = [mutant for mutant in every if options.only in mutant.name]
    # stillborn ones are replaced by the next
    order = random.Random(options.seed).sample(chosen, len(chosen))
    return _measure(options.room, every, order, options.mutants or len(order), options.least)


def _measure(
    room: str, every: Sequence[Mutant], order: Sequence[Mutant], count: int, least: float
) -> int:
    nearest = Nearest(ROOMS[room]["tests"])
    print(f"{len(every)} mutants in {room}; its tests take {nearest.prepare():.1f} s", flush=True)
    began, outcomes = time.monotonic(), list[tuple[Mutant, Outcome]]()
    for mutant in order:
        if len(outcomes) == count:
            break
        outcome = nearest.judge(mutant)
        if outcome is Outcome.STILLBORN:
            continue
        outcomes.append((mutant, outcome))
        if len(outcomes) % _TOLD == 0:
            print(f"… {len(outcomes)} of {count}", flush=True)
        equivalent = mutant.name in EQUIVALENT
        if (outcome is Outcome.SURVIVED) != equivalent:
            said = "is named as equivalent, and killed" if equivalent else "survives"
            print(f"{mutant.file}:{mutant.line} {said}: {mutant.name}", flush=True)
    killed = sum(outcome is Outcome.KILLED for _, outcome in outcomes)
    equivalent = sum(mutant.name in EQUIVALENT for mutant, _ in outcomes)
    survived = sum(
        outcome is Outcome.SURVIVED and mutant.name not in EQUIVALENT
        for mutant, outcome in outcomes
    )
    share = killed / max(1, len(outcomes) - equivalent)
    print(
        f"{killed} of {len(outcomes)} mutants of {room} are killed, {equivalent} are equivalent, "
        f"{survived} survive: {share:.1%} ({time.monotonic() - began:.0f} s)"
    )
    faults = _unknown(room, every)
    if equivalent > MOST_EQUIVALENT * len(outcomes):
        faults.append(f"More than {MOST_EQUIVALENT:.0%} of the mutants are named as equivalent.")
    if share < least:
        faults.append(f"Fewer than {least:.0%} are killed.")
    print(*faults, sep="\n", end="\n" * bool(faults))
    return 1 if faults else 0


def _unknown(room: str, every: Sequence[Mutant]) -> list[str]:
    """Return what is said of equivalent mutants of a room that are no longer there."""
    names = {mutant.name for mutant in every}
    files = {mutant.file for mutant in every}
    return [
        f"equivalent.toml names no mutant: {name}"
        for name in EQUIVALENT
        if name.split(" ")[0] in files and name not in names
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
