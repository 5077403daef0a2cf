"""What the tests of deposits share: the name of one, and what is found on a bag."""

from __future__ import annotations

import datetime
from pathlib import Path

from zhengben.verify.bag import check_bag
from zhengben.verify.container import Container, open_container

NAME = "astana-2017.bag"
DATE = datetime.date(2026, 11, 23)
Files = dict[str, bytes]


def codes(files: Files) -> set[str]:
    """Return what is found on the bag itself, without its contents."""
    subject = Container(NAME, dict(files))
    check_bag(subject)
    return {finding.code for finding in subject.findings}


def unsealed(path: Path) -> list[str]:
    """Return what is told of a deposit on disk that no manifest binds."""
    subject = open_container(path)
    if not subject.findings:
        check_bag(subject)
    return subject.unsealed


def opened(path: Path) -> set[str]:
    """Return what is found on a deposit on disk, without its contents."""
    subject = open_container(path)
    if not subject.findings:
        check_bag(subject)
    return {finding.code for finding in subject.findings}
