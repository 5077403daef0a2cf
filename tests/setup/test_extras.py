"""Extras: when one is installed, who is asked before, and what is said where it is not."""

from __future__ import annotations

import io
import re
import sys
import tomllib
from pathlib import Path

import pytest

from zhengben.checks.tools import ADD_PACKAGES
from zhengben.cli.main import main, parser
from zhengben.document.errors import SetupError
from zhengben.setup import bootstrap, extras, provision


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run in a private environment without extras; return the names of those installed then."""
    names: list[str] = []
    monkeypatch.setenv("ZHENGBEN_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(bootstrap, "runs_inside", lambda home: True)
    monkeypatch.setattr(bootstrap, "is_ready", lambda home, extra="": extra in names)
    monkeypatch.setattr(provision, "provide", lambda home, extra="": names.append(extra))
    monkeypatch.setattr(sys, "argv", ["build.py", "deposit", "a b", "--timings"])
    monkeypatch.setattr(sys, "stdin", None)
    return names


def sit_down(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Put somebody at a terminal who answers that."""
    terminal = io.StringIO(words)
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)


class TestRequire:
    """Having an extra at hand."""

    def test_off_a_terminal_it_is_one_command(self, installed: list[str]) -> None:
        with pytest.raises(SetupError) as error:
            extras.require("deposit", install=False, instead="do without")
        command = "`python3 build.py deposit 'a b' --timings --install`"
        assert str(error.value).endswith(f"install them with {command}, or do without.")
        assert error.value.exit_status == 3
        assert installed == []

    def test_off_a_terminal_it_is_installed_if_so_told(self, installed: list[str]) -> None:
        extras.require("deposit", install=True)
        assert installed == ["deposit"]
        extras.require("deposit", install=True)
        assert installed == ["deposit"]

    @pytest.mark.parametrize("words", ["\n", "y\n", "Yes\n"])
    def test_at_a_terminal_it_says_the_size_and_asks(
        self,
        words: str,
        installed: list[str],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        sit_down(monkeypatch, words)
        extras.require("deposit", install=False)
        assert installed == ["deposit"]
        assert extras.EXTRAS["deposit"].size in capsys.readouterr().out

    @pytest.mark.parametrize("words", ["n\n", "what?\n", ""])
    def test_whoever_declines_is_told_the_command(
        self, words: str, installed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sit_down(monkeypatch, words)
        with pytest.raises(SetupError, match="--install"):
            extras.require("deposit", install=False)
        assert installed == []

    def test_a_wheel_leaves_it_to_pip(
        self, installed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "runs_inside", lambda home: False)
        monkeypatch.setattr(extras, "has_modules", lambda extra: False)
        for install in (False, True):
            with pytest.raises(SetupError, match=r"`pip install 'zhengben\[deposit\]'`"):
                extras.require("deposit", install=install)
        assert installed == []

    def test_a_wheel_with_the_packages_goes_on(
        self, installed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "runs_inside", lambda home: False)
        monkeypatch.setattr(extras, "has_modules", lambda extra: True)
        extras.require("deposit", install=False)

    def test_a_module_that_is_lacking_is_seen(self) -> None:
        known = ("pytest", "zhengben_that_nobody_has")
        extra = extras.Extra("none", "nothing", "0 MB", (), known)
        assert not extras.has_modules(extra)


class TestApart:
    """An extra in a folder of its own, which no import of the press sees."""

    @pytest.fixture
    def home(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("ZHENGBEN_HOME", str(tmp_path / "home"))
        monkeypatch.setattr(sys, "stdin", None)
        return tmp_path / "home"

    def test_it_is_there_when_its_stamp_is_of_its_lock_file(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "runs_inside", lambda home: True)
        taken: list[tuple[str, ...]] = []

        def install(python: str, lock: str, variables: object, more: tuple[str, ...]) -> None:
            assert Path(lock).name == "requirements-opinions.lock"
            taken.append(more)
            (Path(more[1]) / "opencc").mkdir(parents=True)

        monkeypatch.setattr(provision, "_install", install)
        monkeypatch.setattr(provision, "_make", lambda home, extra: None)
        monkeypatch.setattr(bootstrap, "is_ready", lambda home, extra="": True)
        assert extras.folder_of("opinions") is None
        with pytest.raises(SetupError, match=r"--install`, or go without\.$"):
            extras.require("opinions", install=False, instead="go without")
        extras.require("opinions", install=True)
        folder = extras.folder_of("opinions")
        assert folder == home / "opinions"
        assert taken == [("--target", str(home / "opinions.part"))]
        extras.require("opinions", install=False)
        # another lock, another folder
        (folder / bootstrap.APART_STAMP).write_text("of another lock", "utf-8")
        (folder / "old").mkdir()
        assert extras.folder_of("opinions") is None
        provision.provide(str(home), "opinions")
        assert extras.folder_of("opinions") == folder
        assert not (folder / "old").exists()

    def test_the_tests_bring_it_along_before_they_are_complete(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made: list[str] = []
        monkeypatch.setattr(provision, "_make", lambda home, extra: made.append(extra))
        monkeypatch.setattr(provision, "_make_apart", lambda home, extra: made.append(extra))
        monkeypatch.setattr(provision, "_stamp", lambda home, extra: made.append(f"{extra} ready"))
        monkeypatch.setattr(bootstrap, "is_ready", lambda home, extra="": False)
        provision.provide(str(home), "test")
        assert made == ["test", "opinions", "test ready"]

    def test_a_wheel_is_told_a_command_with_hashes(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(bootstrap, "runs_inside", lambda home: False)
        with pytest.raises(SetupError, match=r"pip install --no-deps --require-hashes --target"):
            extras.require("opinions", install=False)
        monkeypatch.setattr(bootstrap, "LOCKS", str(home))
        with pytest.raises(SetupError, match=r"zhengben/share/requirements-opinions\.lock'?`"):
            extras.require("opinions", install=False)
        for module in ("opencc", "zhconv_rs"):
            (home / "opinions" / module).mkdir(parents=True)
        assert extras.folder_of("opinions") == home / "opinions"
        extras.require("opinions", install=False)


class TestCommands:
    """What the commands make of it."""

    @pytest.mark.parametrize(
        "line", [["deposit", "--install"], ["check", "--install"], ["verify", "--install", "."]]
    )
    def test_install_is_passed_on(
        self, line: list[str], installed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def stop(home: str, extra: str = "") -> None:
            raise SetupError(f"{extra} is asked for.")

        monkeypatch.setattr(provision, "provide", stop)
        assert main(line) == 3

    def test_deposit_ends_before_it_publishes(
        self, installed: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "content").mkdir()
        folders = ("--content", str(tmp_path / "content"), "--output", str(tmp_path / "dist"))
        assert main(["deposit", *folders]) == 3
        (line,) = capsys.readouterr().err.splitlines()
        assert "--without-validators" in line
        assert not (tmp_path / "dist").exists()

    def test_each_command_of_an_extra_takes_install_and_no_other(self) -> None:
        needing = {name for extra in extras.EXTRAS.values() for name in extra.commands}
        # whoever types `test` has asked for it
        for name in needing - {"test"}:
            more = {"verify": ["."], "script": ["a", "--to", "zh-Hans"]}.get(name, [])
            assert parser(name).parse_args([name, "--install", *more])
        listed = re.findall(r"^    (\w+) ", parser().format_help(), re.MULTILINE)
        taking = {name for name in listed if "--install" in help_of(name)}
        assert taking == needing - {"test"}


def help_of(command: str) -> str:
    """Return the help of a command."""
    (choices,) = (a.choices for a in parser()._actions if a.dest == "command" or a.choices)
    assert isinstance(choices, dict)
    text: str = choices[command].format_help()
    return text


class TestTable:
    """The table of extras."""

    def test_each_row_has_a_list_and_a_lock_file_and_no_other_is_there(self, project: Path) -> None:
        metadata = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
        of_pip = {name for name, extra in extras.EXTRAS.items() if not extra.apart}
        assert set(metadata["optional-dependencies"]) == of_pip
        locks = {path.name for path in project.glob("requirements*.lock")}
        assert locks == {Path(bootstrap.lock_file(name)).name for name in ("", *extras.EXTRAS)}

    def test_what_includes_another_names_it_in_pyproject(self, project: Path) -> None:
        metadata = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
        apart = {name for name, extra in extras.EXTRAS.items() if extra.apart}
        for name, extra in extras.EXTRAS.items():
            packages = metadata["optional-dependencies"].get(name, [])
            included = {p[9:-1] for p in packages if p.startswith("zhengben[")}
            assert included == set(extra.includes) - apart

    def test_an_extra_of_the_checks_is_known_by_what_they_ask_for(self) -> None:
        assert extras.has_modules(extras.EXTRAS["deposit"])
        assert "check --install" in ADD_PACKAGES

    def test_development_page_has_the_table(self, project: Path) -> None:
        page = (project / "docs" / "development.md").read_text("utf-8")
        rows = re.findall(r"^\| `(\w+)` \| `([\w.-]+)` \| (.*?) \| (.*?) \|", page, re.MULTILINE)
        assert rows == [
            (
                name,
                Path(bootstrap.lock_file(name)).name,
                ", ".join(f"`{command}`" for command in extra.commands),
                extra.size,
            )
            for name, extra in extras.EXTRAS.items()
        ]
