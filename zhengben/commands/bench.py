"""``bench``: compare with a plain WeasyPrint script, pair by pair."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--pairs", type=int, default=5, help="how many pairs (default 5)")


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison."""
    from zhengben.bench import bench
    from zhengben.bench_scripts import bench_scripts

    status = bench(arguments.pairs)
    bench_scripts(arguments.pairs)
    return status
