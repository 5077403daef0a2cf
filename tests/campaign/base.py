"""The project that the campaign is led against, and the commands that change something in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.campaign.ring import here

# the ordinary tests go a short ring of the campaign; ``-m campaign`` goes all the way
LONG = [False, pytest.param(True, marks=pytest.mark.campaign)]
PAGE = "某法\n\n第一條　爲試驗而設。\n\n第二條　自公佈之日起施行。\n\n2020年1月2日\n"
ANSWERS = ("genre=law", "date=2020-01-02", "organ=某會", "source=某書", "licence=CC0",
           "rights=CC0", "received=2020-01-03")  # fmt: skip
LIMITS = 'editions = ["akoma-ntoso"]\nscripts = ["{}"]\n'


@pytest.fixture(scope="module")
def base(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a project with a published law, a deposit, strangers, and a newer text to publish.

    Beside the law lies a page that `new` has read, with a hint by which a second reading makes
    another text of it. Nothing of it may be changed: tests take copies.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHENGBEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        # what a process has written outlives it, whether or not it waited for the disk
        patch.setattr(os, "fsync", lambda handle: None)
        yield _make(project, tmp_path_factory.mktemp("campaign") / "base")


def _make(project: Path, folder: Path) -> Path:
    law = folder / "content" / "law"
    shutil.copytree(project / "content" / "specimen-law", law)
    toml = law / "document.toml"
    toml.write_text(LIMITS.format("zh-Hans") + toml.read_text("utf-8"), "utf-8")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    assert here(command(folder, "deposit", "law", "--without-validators")) == (0, "")
    answers = [word for answer in ANSWERS for word in ("--set", answer)]
    first = command(folder, "new", str(folder / "page.txt"), "--name", "page", *answers)
    assert here(first) == (0, "")
    toml.write_text(toml.read_text("utf-8").replace("2020-02-29", "2020-03-01", 1), "utf-8")
    page = folder / "content/page/document.toml"
    text = LIMITS.format("zh-Hant") + page.read_text("utf-8")
    hint = '[structure]\nhints = ["capture 5 apart 試"]'
    page.write_text(text.replace("[structure]", hint, 1), "utf-8")
    (folder / "dist/law/notes.txt").write_text("notes")
    (folder / "dist/law-2018").mkdir()
    (folder / "dist/law-2018/only-copy.pdf").write_text("a neighbour")
    return folder


def command(folder: Path, verb: str, *words: str) -> list[str]:
    """Return a command line at the folders of a project."""
    content = ["--content", str(folder / "content")]
    if verb in ("publish", "deposit", "check"):
        content += ["--output", str(folder / "dist")]
    return [verb, *words, *content]


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "publish": lambda folder: command(folder, "publish", "law"),
    "deposit": lambda folder: command(folder, "deposit", "law", "--without-validators"),
    "new": lambda folder: command(folder, "new", str(folder / "page.txt"), "--name", "two"),
    "again": lambda folder: command(folder, "new", "page", "--again"),
    "report": lambda folder: command(
        folder, "script", "law", "--to", "zh-Hant", "--html", str(folder / "law.html")
    ),
    # what belongs to the same document as a second reading
    "publish page": lambda folder: command(folder, "publish", "page"),
    "deposit page": lambda folder: command(folder, "deposit", "page", "--without-validators"),
    "check page": lambda folder: command(folder, "check", "page"),
}
# those that change files, each in its own way
CHANGING = ("publish", "deposit", "new", "again", "report")
# how far apart the moments lie at which the short ring strikes
STEPS = {"deposit": 31, "publish": 7, "new": 7, "again": 5, "report": 1}


def sweep(folder: Path) -> None:
    """Remove a page that was being written when its writer was killed or its disk taken away."""
    for path in folder.glob(".law.html.*"):
        path.unlink()


def lost(before: dict[str, bytes], after: dict[str, bytes], whole: dict[str, bytes]) -> str:
    """Return what of the files before is neither there, nor kept aside, nor made anew."""
    for name, data in before.items():
        if after.get(name) not in (data, whole.get(name)) and data not in after.values():
            return f"{name} is lost or torn"
    return ""
