"""The played cluster: nothing is faster than its parts, and the same seed plays the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from zhengben.bench.simulation import ClusterCosts, play, print_simulation

RATES = st.floats(1e-4, 1e-1)


@settings(max_examples=30)
@given(
    texts=st.integers(1, 300), workers=st.integers(1, 40), making=RATES, scheduling=RATES,
    placing=RATES, requests=st.integers(0, 50), spread=st.floats(0, 1),
)  # fmt: skip
def test_no_run_is_faster_than_its_parts(
    texts: int, workers: int, making: float, scheduling: float, placing: float, requests: int,
    spread: float,
) -> None:  # fmt: skip
    costs = ClusterCosts(making, spread, scheduling, placing, requests, 1_000, 0, 1e9, 0.0)
    run = play(texts, workers, costs)
    least = max(texts * scheduling, texts * placing, texts * requests / 1_000)
    assert run.seconds >= least * 0.999
    if not spread:
        assert run.seconds >= texts * making / workers * 0.999
        assert run.efficiency <= 1.001
    assert play(texts, workers, costs) == run
    # one after the other is slower than any sharing out
    each = making * (20 if spread else 1) + scheduling + placing + requests / 1_000
    assert run.seconds <= texts * each + 1


def test_with_nothing_in_want_twice_the_workers_take_half_the_time() -> None:
    free = ClusterCosts(scheduling=0, placing=0, requests=0, size=0, starting=0, spread=0)
    one, two = play(1_000, 4, free), play(1_000, 8, free)
    assert one.seconds == pytest.approx(2 * two.seconds)
    assert two.efficiency == pytest.approx(1)
    assert two.bottleneck == "workers"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"scheduling": 0.01}, "scheduler (100%)"),
        ({"placing": 0.01}, "client (100%)"),
        ({"rate": 15_500}, "storage, requests (100%)"),
        ({"bandwidth": 1.6e7}, "storage, bytes (100%)"),
    ],
)
def test_what_is_in_want_is_named(change: dict[str, float], told: str) -> None:
    run = play(20_000, 200, replace(ClusterCosts(), starting=0.0, **change))  # type: ignore[arg-type]
    assert run.bottleneck == told
    assert run.seconds == pytest.approx(200, rel=0.02)


def test_a_long_run_is_drawn_out() -> None:
    costs = replace(ClusterCosts(), spread=0.3)
    short, long = play(60_000, 10, costs), play(600_000, 10, costs)
    assert long.seconds == pytest.approx(10 * short.seconds, rel=0.02)


def test_texts_of_lost_workers_are_begun_anew() -> None:
    costs = replace(ClusterCosts(), lost=20.0)
    lossy, whole = play(2_000, 10, costs), play(2_000, 10, ClusterCosts())
    assert whole.repeated == 0
    assert 10 < lossy.repeated < 60
    assert lossy.seconds > whole.seconds


def test_the_table_has_a_row_for_each_size(capsys: pytest.CaptureFixture[str]) -> None:
    print_simulation(500, ClusterCosts())
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].startswith("500 texts, played: making 0.20 s")
    assert [row.split()[0] for row in rows[2:]] == [
        "1", "2", "10", "50", "100", "200", "500", "1,000"
    ]  # fmt: skip
