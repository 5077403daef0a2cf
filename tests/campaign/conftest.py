"""Tells at the end of a campaign, kind by kind, what was done to the press and what came of it."""

from __future__ import annotations

import pytest

from tests.campaign.ring import LINE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the lines of all counts, which pytest keeps back for what has passed."""
    if terminalreporter.config.option.markexpr != "campaign":
        return
    terminalreporter.section("campaign")
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for line in report.capstdout.splitlines():
                if LINE.fullmatch(line):
                    terminalreporter.write_line(line)
