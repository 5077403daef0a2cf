"""``test``: run the tests; in a checkout ``build.py`` does so before it comes to this."""

from __future__ import annotations

import argparse

from zhengben.document.errors import UsageError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare nothing: what stands behind ``test`` is pytest's."""


def run(arguments: argparse.Namespace) -> int:
    """Say where the tests are."""
    raise UsageError("The tests run from a checkout: python3 build.py test.")
