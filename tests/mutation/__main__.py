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
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.mutation.modules import PROJECT
from tests.mutation.operators import Mutant, mutants
from tests.mutation.reach import files_of
from tests.mutation.runner import Nearest, Outcome

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
    return [
        mutant
        for file in files_of(ROOMS[room]["modules"])
        for mutant in mutants((PROJECT / file).read_text("utf-8"), file)
    ]


def main(arguments: Sequence[str]) -> int:
    """Run it, and return 1 when fewer mutants than wanted are killed."""
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--mutants", type=int, default=200, help="how many (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.85, help="share that has to be killed")
    parser.add_argument("--only", default="", help="those alone whose names hold this text")
    parser.add_argument("--all-tests", action="store_true", help="have all tests try each, slowly")
    options = parser.parse_args(arguments)
    os.nice(10)
    every = room_mutants(options.room)
    chosen = [mutant for mutant in every if options.only in mutant.name]
    # stillborn ones are replaced by the next
    order = random.Random(options.seed).sample(chosen, len(chosen))
    room = ROOMS[options.room]
    nearest = Nearest(room["tests"], room["modules"], all_tests=options.all_tests)
    began = time.monotonic()

    def judge() -> int:
        _tell(f"{len(every)} mutants in {options.room}; its {len(nearest.items)} tests ran "
              f"with a record in {time.monotonic() - began:.0f} s")  # fmt: skip
        outcomes = _outcomes(nearest, order, options.mutants or len(order))
        return _told(options.room, every, outcomes, options.least)

    return nearest.measure(judge)


def _tell(line: str) -> None:
    """Print a line past what pytest keeps of the output of tests."""
    print(line, file=sys.__stdout__, flush=True)


def _outcomes(
    nearest: Nearest, order: Iterable[Mutant], count: int
) -> list[tuple[Mutant, Outcome]]:
    began, outcomes = time.monotonic(), list[tuple[Mutant, Outcome]]()
    for mutant in order:
        if len(outcomes) == count:
            break
        outcome = nearest.judge(mutant)
        if outcome is Outcome.STILLBORN:
            continue
        outcomes.append((mutant, outcome))
        if len(outcomes) % _TOLD == 0:
            _tell(f"… {len(outcomes)} of {count} ({time.monotonic() - began:.0f} s)")
        equivalent = mutant.name in EQUIVALENT
        if (outcome is not Outcome.KILLED) != equivalent:
            said = {
                Outcome.KILLED: "is named as equivalent, and killed",
                Outcome.SURVIVED: "survives",
                Outcome.UNREACHED: "survives, since no test comes there",
            }
            _tell(f"{mutant.file}:{mutant.line} {said[outcome]}: {mutant.name}")
    return outcomes


def _told(
    room: str, every: Sequence[Mutant], outcomes: Sequence[tuple[Mutant, Outcome]], least: float
) -> int:
    """Tell what became of mutants, and return 1 when that is less than was promised."""
    killed = sum(outcome is Outcome.KILLED for _, outcome in outcomes)
    equivalent = sum(mutant.name in EQUIVALENT for mutant, _ in outcomes)
    survived = sum(
        outcome is not Outcome.KILLED and mutant.name not in EQUIVALENT
        for mutant, outcome in outcomes
    )
    share = killed / max(1, len(outcomes) - equivalent)
    _tell(
        f"{killed} of {len(outcomes)} mutants of {room} are killed, {equivalent} are equivalent, "
        f"{survived} survive: {share:.1%}"
    )
    faults = _unknown(room, every)
    if equivalent > MOST_EQUIVALENT * len(outcomes):
        faults.append(f"More than {MOST_EQUIVALENT:.0%} of the mutants are named as equivalent.")
    if share < least:
        faults.append(f"Fewer than {least:.0%} are killed.")
    for fault in faults:
        _tell(fault)
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
