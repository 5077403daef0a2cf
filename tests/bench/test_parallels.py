"""The bench of parallel editions: each is measured against its columns apart, in one run."""

from __future__ import annotations

import re

import pytest

from zhengben.bench.parallels import MOST, compare_parallels


def test_a_parallel_edition_costs_what_its_columns_do(capsys: pytest.CaptureFixture[str]) -> None:
    compare_parallels(1, 1_500)
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("parallel / columns apart, 1 pairs")
    assert [row.split()[0] for row in rows] == ["zh+ru", "zh+en", "zh+ru+en"]
    for row in rows:
        figures = [float(figure) for figure in re.findall(r"\d+\.\d\d", row)]
        assert figures[1] <= MOST, row
        assert figures[3] > 0
        assert figures[4] > 0
