"""Plays a cluster that nobody has: how long so many texts take it, and what is in want.

A discrete simulation of what ``publish --scheduler`` does: a client that sends tasks some ahead and
takes outcomes in order, one scheduler, workers that come in the order in which they are free, and a
storage of so many requests and bytes a second. What each step costs is measured or named in
:class:`ClusterCosts`; how long texts take follows the spread of a corpus. A worker may be lost at
any time: its task is begun anew.
"""

from __future__ import annotations

import heapq
import math
import random

from msgspec import Struct

# beyond so many texts a run is played with fewer and drawn out, since it is steady by then
_PLAYED = 60_000
_PER_WORKER = 60


class ClusterCosts(Struct, frozen=True):
    """What a text costs, in seconds of one processor, and what the storage bears.

    ``making`` is the mean for a handout and its proof, ``spread`` the standard deviation of its
    logarithm. ``scheduling`` is what the scheduler spends on a task, ``placing`` what the client
    does with each outcome. ``requests`` are operations of the storage for a text (read the text and
    its tables, lock, write, flush, rename), of which it bears ``rate`` a second; ``size`` are bytes
    read and written, of which it bears ``bandwidth``. ``starting`` is how long a worker takes to
    begin, ``lost`` how many seconds a worker lives on average, 0 for ever.
    """

    making: float = 0.2
    spread: float = 0.45
    scheduling: float = 0.001
    placing: float = 0.0006
    requests: int = 155
    rate: float = 50_000
    size: int = 160_000
    bandwidth: float = 1e9
    starting: float = 5.0
    lost: float = 0.0


class Played(Struct, frozen=True):
    """What came of a run: seconds, how busy the workers were, and what was busiest beside them."""

    workers: int
    texts: int
    seconds: float
    efficiency: float
    bottleneck: str
    repeated: int


def play(texts: int, workers: int, costs: ClusterCosts, seed: int = 1) -> Played:
    """Play a run; a long one is played in part, and the rest taken to go on as its second half."""
    played = min(texts, max(_PLAYED, _PER_WORKER * workers))
    run = _Run(played, workers, costs, seed)
    seconds = run.play()
    if played < texts:
        half = run.times[played // 2]
        seconds += (texts - played) * (run.times[-1] - half) / (played - 1 - played // 2)
    efficiency = texts * costs.making / (workers * seconds)
    busy = {
        "scheduler": texts * costs.scheduling / seconds,
        "client": texts * costs.placing / seconds,
        "storage, requests": texts * costs.requests / costs.rate / seconds,
        "storage, bytes": texts * costs.size / costs.bandwidth / seconds,
    }
    most = max(busy, key=lambda name: busy[name])
    named = f"{most} ({busy[most]:.0%})" if busy[most] > 0.5 else "workers"
    return Played(workers, texts, seconds, efficiency, named, run.repeated)


class _Run:
    """The state of one run: when each part is free again, and what is under way."""

    def __init__(self, texts: int, workers: int, costs: ClusterCosts, seed: int) -> None:
        self.texts, self.costs = texts, costs
        self.chance = random.Random(seed)
        self.repeated = 0
        # when each text's outcome has been taken, in order
        self.times: list[float] = []
        self._mean = math.log(costs.making) - costs.spread**2 / 2
        self._wide = 4 * workers
        self._service = max(costs.requests / costs.rate, costs.size / costs.bandwidth)
        self._idle = [costs.starting] * workers
        # when texts are made, by time and number, and when those were stored that nobody took yet
        self._making: list[tuple[float, int]] = []
        self._stored: dict[int, float] = {}
        self._scheduler = self._storage = self._client = 0.0

    def play(self) -> float:
        """Play all texts; return when the last one was taken."""
        given = 0
        while len(self.times) < self.texts:
            if self._idle and given < min(self.texts, len(self.times) + self._wide):
                sent = self.times[given - self._wide] if given >= self._wide else 0.0
                scheduled = max(self._scheduler, sent) + self.costs.scheduling
                begun = max(self._idle[0], scheduled)
                if not self._making or begun < self._making[0][0]:
                    self._scheduler = scheduled
                    heapq.heappop(self._idle)
                    heapq.heappush(self._making, (self._made(begun), given))
                    given += 1
                    continue
            self._store()
        return self._client

    def _store(self) -> None:
        """Have the next text that is made go through the storage, and its outcome taken in turn."""
        ended, number = heapq.heappop(self._making)
        self._storage = max(self._storage, ended) + self._service
        self._stored[number] = self._storage
        heapq.heappush(self._idle, self._storage)
        while (done := self._stored.pop(len(self.times), None)) is not None:
            self._client = max(self._client, done) + self.costs.placing
            self.times.append(self._client)

    def _made(self, begun: float) -> float:
        """Return when a text is made that is begun then, by the second worker if one is lost."""
        takes = self.chance.lognormvariate(self._mean, self.costs.spread)
        if self.costs.lost and self.chance.expovariate(1 / self.costs.lost) < takes:
            self.repeated += 1
            return begun + takes * self.chance.random() + self.costs.starting + takes
        return begun + takes


def print_simulation(texts: int, costs: ClusterCosts, seed: int = 1) -> None:
    """Print how long so many texts take clusters up to 1,000 workers, and what is in want."""
    print(
        f"{texts:,} texts, played: making {costs.making:.2f} s, scheduling "
        f"{1000 * costs.scheduling:.1f} ms, placing {1000 * costs.placing:.1f} ms, storage "
        f"{costs.rate:,.0f} requests and {costs.bandwidth / 1e6:,.0f} MB a second"
    )
    print(f"{'workers':>8}{'hours':>10}{'texts/s':>10}{'efficiency':>12}  most busy beside them")
    for workers in (1, 2, 10, 50, 100, 200, 500, 1_000):
        run = play(texts, workers, costs, seed)
        print(
            f"{workers:>8,}{run.seconds / 3600:>10.2f}{texts / run.seconds:>10.0f}"
            f"{run.efficiency:>12.2f}  {run.bottleneck}"
        )
