"""``bench``: compare with a plain WeasyPrint script, pair by pair, and measure growth."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhengben.document.errors import UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--pairs", type=int, default=5, help="how many pairs (default 5)")
    parser.add_argument("--corpus", type=int, metavar="N", help="measure so many laws instead")
    parser.add_argument("--simulate", type=int, metavar="N",
                        help="play how long so many texts take a cluster")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1, help="which laws are invented (default 1)")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="leave the corpus there")


def run(arguments: argparse.Namespace) -> int:
    """Print the comparison, then what length, scripts and kinds of input cost; return 0."""
    if arguments.corpus is not None:
        from zhengben.bench.thousands import measure_corpus

        measure_corpus(arguments.corpus, arguments.seed, arguments.to)
        return 0
    if arguments.simulate is not None:
        from zhengben.bench.simulation import ClusterCosts, print_simulation

        if arguments.simulate < 1:
            raise UsageError("--simulate takes a number of texts from 1.")
        print_simulation(arguments.simulate, ClusterCosts(), arguments.seed)
        return 0
    from zhengben.bench.against import compare
    from zhengben.bench.growth import print_growth
    from zhengben.bench.laws import build_laws
    from zhengben.bench.parallels import compare_parallels
    from zhengben.bench.reading import read_pages
    from zhengben.bench.scripts import compare_scripts
    from zhengben.bench.tables import compare_tables

    compare(arguments.pairs)
    print_growth()
    compare_scripts(arguments.pairs)
    read_pages(arguments.pairs)
    compare_tables(arguments.pairs)
    compare_parallels(arguments.pairs)
    build_laws()
    return 0
