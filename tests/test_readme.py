"""Commands and options of the README exist; every one that exists is on the page of commands."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from zhengben.cli.commands import COMMANDS
from zhengben.cli.main import parser
from zhengben.design.editions import EDITIONS
from zhengben.design.kinds import BesideBookEdition, BesideEdition
from zhengben.design.registry import suffixes_of
from zhengben.setup.extras import EXTRAS
from zhengben.source.source import Source


def commands() -> dict[str, set[str]]:
    """Return the options of each command."""
    (choices,) = (a for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
    return {
        name: {o for a in command._actions for o in a.option_strings if o.startswith("--")}
        - {"--help"}
        for name, command in choices.choices.items()
    }


@pytest.fixture(scope="module")
def readme(project: Path) -> str:
    return (project / "README.md").read_text("utf-8")


@pytest.fixture(scope="module")
def page(project: Path) -> str:
    """Return the page of commands."""
    return (project / "docs" / "commands.md").read_text("utf-8")


def test_each_command_line_parses(readme: str, page: str, project: Path) -> None:
    lines = set(re.findall(r"python3 build\.py([^\n`]*)", readme + page))
    assert len(lines) > 8
    documents = [path.parent.name for path in (project / "content").glob("*/document.toml")]
    for line in lines:
        words = line.split()
        if "<" in line or not words or words == ["--version"]:
            continue
        if words[0] in COMMANDS and words[0] != "test":
            arguments = parser().parse_args(words)
            named = {name.partition("@")[0] for name in getattr(arguments, "documents", ())}
            assert named <= set(documents)
        else:
            assert words[0] == "test"


def test_each_command_and_option_is_on_the_page_of_commands(page: str) -> None:
    for name, options in commands().items():
        assert f"build.py {name}" in page
        for option in options:
            assert option in page, f"{name} {option}"


def test_each_line_of_the_page_says_it_in_both_languages(page: str) -> None:
    lines = re.findall(r"^\| `python3 build\.py[^`]*` \| (.+) \| (.+) \|$", page, re.MULTILINE)
    assert len(lines) == len(re.findall(r"^\| `python3", page, re.MULTILINE)) > 30
    for chinese, english in lines:
        assert re.search(r"[\u4e00-\u9fff]", chinese)
        assert re.match(r"[A-Za-z]", english)


def test_the_page_says_what_each_extra_weighs(page: str) -> None:
    weights = sorted(row.size.split(" to fetch")[0] for row in EXTRAS.values())
    assert sorted(re.findall(r"\| (\d+ MB) \|$", page, re.MULTILINE)) == weights


def test_the_table_of_editions_is_true(readme: str, project: Path) -> None:
    """An edition has its line: its file, and beside it its label and the files that go with it."""
    found = re.findall(
        r"^\| `([\w-]+)` \| `dist/([\w-]+)/([^`]+)` \| (.+) \| (.+) \|$", readme, re.MULTILINE
    )
    lines = {name: more for name, *more in found}
    for name, row in EDITIONS.items():
        assert name in lines, f"README.md has no line for the edition “{name}”; add it."
        document, file, told, english = lines[name]
        assert english.isascii()
        source = Source.open(project / "content" / document)
        script = "+".join(row.scripts) or source.read()[0].script
        if isinstance(row, BesideEdition | BesideBookEdition):
            script = "+".join((script, *source.others(row.beside)))
        assert file == f"{document}.{script}.{row.suffix}"
        assert told.startswith(row.words["zh-Hant"].label)
        for suffix in suffixes_of(row):
            assert suffix == row.suffix or f"`{suffix}`" in told, f"{name}: {suffix}"
    assert [*lines] == [*EDITIONS]


def test_the_files_the_readme_points_at_are_there(readme: str, project: Path) -> None:
    for target in re.findall(r"\]\((?!#|https?:)([^)#]+)(?:#[^)]*)?\)", readme):
        assert (project / target).is_file(), target
