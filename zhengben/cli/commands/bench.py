"""``bench``: compare with a plain WeasyPrint script, pair by pair, and measure growth."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--pairs", type=int, default=5, help="how many pairs (default 5)")


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison, then what length, scripts and kinds of input cost; return 0."""
    from zhengben.bench.against import compare
    from zhengben.bench.growth import print_growth
    from zhengben.bench.laws import build_laws
    from zhengben.bench.reading import read_pages
    from zhengben.bench.scripts import compare_scripts

    compare(arguments.pairs)
    print_growth()
    compare_scripts(arguments.pairs)
    read_pages(arguments.pairs)
    build_laws()
    return 0
