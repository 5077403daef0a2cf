"""The start: what is run, in which environment, and what is said when that cannot be made."""

from __future__ import annotations

import ast
import os
import runpy
import shutil
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest

from zhengben.document.errors import SetupError
from zhengben.setup import bootstrap, provision, system_libraries
from zhengben.setup.extras import EXTRAS

Commands = list[list[str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder, with lock files of its own beside it."""
    monkeypatch.setattr(bootstrap, "LOCKS", str(tmp_path))
    for name in ("", *EXTRAS):
        Path(bootstrap.lock_file(name)).write_text(f"{name or 'base'}==1\n")
    folder = tmp_path / "home"
    monkeypatch.setenv("ZHENGBEN_HOME", str(folder))
    return folder


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Take the place of all that provision would run; what would be run is in the list."""
    ran: Commands = []

    def run(command: list[str], variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        if "venv" in command:
            make_empty_environment(Path(command[-1]))
        return subprocess.CompletedProcess(command, 0, "")

    monkeypatch.setattr(provision, "_run", run)
    monkeypatch.setattr(system_libraries, "provide_libraries", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda name, path=None: None)
    return ran


def make_empty_environment(folder: Path) -> None:
    python = Path(bootstrap.environment_python(str(folder.parent)))
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / "pyvenv.cfg").touch()


def make_environment(home: Path, *extras: str) -> None:
    make_empty_environment(home / "env")
    for name in ("", *extras):
        stamp = bootstrap.stamp(bootstrap.lock_file(name))
        Path(bootstrap.stamp_file(str(home), name)).write_text(stamp)


def failing(
    monkeypatch: pytest.MonkeyPatch, fails: Callable[[list[str]], bool], said: str = ""
) -> None:
    """Let the commands fail for which ``fails`` is true."""
    run = provision._run

    def sometimes(
        command: list[str], variables: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        done = run(command, variables)
        return subprocess.CompletedProcess(command, 1, said) if fails(command) else done

    monkeypatch.setattr(provision, "_run", sometimes)


class TestReadiness:
    """Whether the environment is complete."""

    def test_stamped_environment_is_ready(self, home: Path) -> None:
        make_environment(home)
        assert bootstrap.is_ready(str(home))

    def test_environment_with_an_extra_serves_the_program_but_not_the_reverse(
        self, home: Path
    ) -> None:
        make_environment(home, "deposit")
        assert bootstrap.is_ready(str(home))
        assert bootstrap.is_ready(str(home), "deposit")
        assert not bootstrap.is_ready(str(home), "test")

    def test_changed_lock_of_the_base_makes_all_unready(self, home: Path) -> None:
        make_environment(home, "deposit")
        Path(bootstrap.lock_file()).write_text("another==2\n")
        assert not bootstrap.is_ready(str(home))
        assert not bootstrap.is_ready(str(home), "deposit")

    def test_changed_lock_of_an_extra_makes_the_extra_unready(self, home: Path) -> None:
        make_environment(home, "deposit")
        Path(bootstrap.lock_file("deposit")).write_text("another==2\n")
        assert bootstrap.is_ready(str(home))
        assert not bootstrap.is_ready(str(home), "deposit")

    @pytest.mark.parametrize("lost", ["zhengben-stamp.txt", "pyvenv.cfg", "python"])
    def test_half_made_environment_is_not_ready(self, home: Path, lost: str) -> None:
        make_environment(home)
        next((home / "env").rglob(lost)).unlink()
        assert not bootstrap.is_ready(str(home))

    def test_stamp_names_python_and_platform(self) -> None:
        stamp = bootstrap.stamp(bootstrap.lock_file())
        assert str(sys.implementation.cache_tag) in stamp
        assert sys.platform in stamp


class TestProvision:
    """Making the environment."""

    def test_first_start_makes_it_from_the_lock_with_hashes(
        self, home: Path, commands: Commands
    ) -> None:
        provision.provide(str(home))
        assert bootstrap.is_ready(str(home))
        python = bootstrap.environment_python(str(home))
        assert commands[0][1:] == ["-m", "venv", "--without-pip", str(home / "env")]
        pip = ["-m", "pip", "--python", python, "install"]
        what = ["--require-hashes", "--no-deps", "--only-binary", ":all:"]
        assert commands[-1][1 : len(pip + what) + 1] == [*pip, *what]
        assert commands[-1][-2:] == ["-r", bootstrap.lock_file()]

    def test_nothing_is_done_twice(self, home: Path, commands: Commands) -> None:
        provision.provide(str(home))
        commands.clear()
        provision.provide(str(home))
        assert commands == []

    def test_half_made_environment_is_made_anew(self, home: Path, commands: Commands) -> None:
        make_empty_environment(home / "env")
        leftover = home / "env" / "leftover"
        leftover.touch()
        provision.provide(str(home))
        assert not leftover.exists()
        assert bootstrap.is_ready(str(home))

    @pytest.mark.parametrize("extra", EXTRAS)
    def test_extra_is_added_to_the_environment_of_the_program(
        self, extra: str, home: Path, commands: Commands
    ) -> None:
        make_environment(home)
        provision.provide(str(home), extra)
        apart = EXTRAS[extra].apart
        ready = bootstrap.is_ready_apart if apart else bootstrap.is_ready
        assert ready(str(home), extra)
        assert not any("venv" in command for command in commands)
        assert bootstrap.lock_file(extra) in [command[-1] for command in commands]
        assert any("--target" in command for command in commands) == (apart or extra == "test")

    def test_extra_on_an_empty_machine_is_one_installation_and_one_apart(
        self, home: Path, commands: Commands
    ) -> None:
        provision.provide(str(home), "test")
        installing = [command for command in commands if "--require-hashes" in command]
        assert ["--target" in command for command in installing] == [False, True]
        assert bootstrap.is_ready_apart(str(home), "opinions")
        assert all(bootstrap.is_ready(str(home), name) for name in ("", "test", "deposit"))

    @pytest.mark.parametrize("before", ["nothing", "the program's"])
    def test_failed_installation_leaves_no_stamp_and_what_stood_before(
        self, before: str, home: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if before != "nothing":
            make_environment(home)
        failing(monkeypatch, lambda command: "--require-hashes" in command)
        with pytest.raises(SetupError, match="start again"):
            provision.provide(str(home), "test")
        assert not Path(bootstrap.stamp_file(str(home), "test")).exists()
        assert bootstrap.is_ready(str(home)) == (before != "nothing")

    def test_reason_of_a_failure_is_shown(
        self,
        home: Path,
        commands: Commands,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        failing(monkeypatch, lambda command: "-r" in command, said="first\nno route to host\n")
        with pytest.raises(SetupError):
            provision.provide(str(home))
        assert "no route to host" in capsys.readouterr().err

    def test_folder_that_cannot_be_written_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(SetupError, match="set ZHENGBEN_HOME"):
            provision.provide(str(tmp_path / "file" / "home"))

    def test_python_without_venv_is_told(
        self, home: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failing(monkeypatch, lambda command: "venv" in command)
        with pytest.raises(SetupError, match="whole standard library"):
            provision.provide(str(home))


class TestInstallers:
    """The choice between uv and the several pips."""

    def test_uv_comes_first_and_pip_stands_by(
        self, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "which", lambda name, path=None: "/opt/uv")
        uv, pip = provision.installers("python", {})
        assert uv == ["/opt/uv", "pip", "install", "--compile-bytecode", "--python", "python"]
        assert pip == [sys.executable, "-m", "pip", "--python", "python", "install"]

    def test_pip_takes_over_when_uv_fails(
        self, home: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "which", lambda name, path=None: "/opt/uv")
        failing(monkeypatch, lambda command: command[0] == "/opt/uv")
        provision.provide(str(home))
        assert bootstrap.is_ready(str(home))
        assert commands[-1][0] == sys.executable

    def test_python_brings_its_own_pip_where_there_is_none(
        self, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failing(monkeypatch, lambda command: "--version" in command)
        assert list(provision.installers("python", {})) == [["python", "-m", "pip", "install"]]
        assert ["python", "-m", "ensurepip"] in commands

    def test_machine_without_any_pip_is_told_how_to_get_one(
        self, home: Path, commands: Commands, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        failing(monkeypatch, lambda command: "--version" in command or "ensurepip" in command)
        with pytest.raises(SetupError, match="install pip"):
            provision.provide(str(home))


class TestVariables:
    """The environment variables of the second start."""

    def test_missing_home_moves_the_caches(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path / "nonexistent"))
        for name in ("XDG_CACHE_HOME", "PIP_CACHE_DIR", "UV_CACHE_DIR"):
            monkeypatch.delenv(name, raising=False)
        variables = bootstrap.process_environment(str(home))
        assert variables["XDG_CACHE_HOME"] == str(home / "cache")
        assert variables["PIP_CACHE_DIR"] == str(home / "cache" / "pip")
        assert variables["UV_CACHE_DIR"] == str(home / "cache" / "uv")

    def test_caches_in_a_good_home_are_left_alone(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("PIP_CACHE_DIR", raising=False)
        assert "PIP_CACHE_DIR" not in bootstrap.process_environment(str(home))

    def test_variables_that_mislead_python_are_dropped(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONHOME", "/elsewhere")
        assert "PYTHONHOME" not in bootstrap.process_environment(str(home))

    @pytest.mark.parametrize(
        ("unwanted", "elsewhere", "kept_in"),
        [("", "", ""), ("1", "", "bytecode"), ("1", "/elsewhere", "/elsewhere")],
    )
    def test_bytecode_is_always_kept(
        self,
        home: Path,
        monkeypatch: pytest.MonkeyPatch,
        unwanted: str,
        elsewhere: str,
        kept_in: str,
    ) -> None:
        """Compiling all modules at every start would take longer than to set a page."""
        for name, value in (
            ("PYTHONDONTWRITEBYTECODE", unwanted),
            ("PYTHONPYCACHEPREFIX", elsewhere),
        ):
            monkeypatch.delenv(name, raising=False)
            if value:
                monkeypatch.setenv(name, value)
        variables = bootstrap.process_environment(str(home))
        assert "PYTHONDONTWRITEBYTECODE" not in variables
        # an absolute path stays as it is when it is joined to another
        wanted = str(home / kept_in) if kept_in else None
        assert variables.get("PYTHONPYCACHEPREFIX") == wanted

    def test_bytecode_of_a_project_that_is_read_only_lies_apart(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
        monkeypatch.setattr(os, "access", lambda path, mode: "zhengben" not in str(path))
        variables = bootstrap.process_environment(str(home))
        assert variables["PYTHONPYCACHEPREFIX"] == str(home / "bytecode")

    def test_home_folder_is_absolute(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("ZHENGBEN_HOME", "here")
        home = bootstrap.home_folder()
        assert home == str(tmp_path / "here")
        assert bootstrap.process_environment(home)["ZHENGBEN_HOME"] == home


class ReplacedError(Exception):
    """Stands for the process having become another."""


class TestMain:
    """Which command the process becomes."""

    @pytest.fixture(autouse=True)
    def exec_raises(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def replace(file: str, command: list[str], variables: dict[str, str]) -> None:
            raise ReplacedError(command)

        monkeypatch.setattr(os, "execve", replace)

    def test_ready_environment_is_entered_at_once(self, home: Path, project: Path) -> None:
        make_environment(home)
        with pytest.raises(ReplacedError) as become:
            bootstrap.main(["list", "--all"])
        python, *command = become.value.args[0]
        assert python == bootstrap.environment_python(str(home))
        assert command == ["-X", "utf8", str(project / "build.py"), "list", "--all"]

    def test_tests_run_in_the_project(
        self, home: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        make_environment(home, "test")
        with pytest.raises(ReplacedError) as become:
            bootstrap.main(["test", "-k", "wheel"])
        command = become.value.args[0]
        assert command[3:7] == ["-m", "pytest", "-n", "auto"]
        assert command[-2:] == ["-k", "wheel"]
        assert Path.cwd() == project

    def test_debugger_has_one_process(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        make_environment(home, "test")
        with pytest.raises(ReplacedError) as become:
            bootstrap.main(["test", "--pdb"])
        assert become.value.args[0][3:] == ["-m", "pytest", "--pdb"]

    def test_inside_the_environment_the_command_line_runs(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cli = types.ModuleType("zhengben.cli.main")
        vars(cli)["main"] = len
        monkeypatch.setitem(sys.modules, "zhengben.cli.main", cli)
        monkeypatch.setattr(sys, "prefix", str(home / "env"))
        assert bootstrap.main(["list", "--all"]) == 2

    def test_failed_set_up_is_one_sentence_and_status_3(
        self, home: Path, commands: Commands, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home.touch()
        assert bootstrap.main([]) == 3
        (line,) = capsys.readouterr().err.splitlines()
        assert "set ZHENGBEN_HOME" in line


class TestBuildFile:
    """build.py itself."""

    def test_old_python_is_told_so(
        self, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
        with pytest.raises(SystemExit) as exit_:
            runpy.run_path(str(project / "build.py"), run_name="__main__")
        assert exit_.value.code == 3
        (line,) = capsys.readouterr().err.splitlines()
        assert "3.11 or newer" in line
        assert "3.9" in line

    def test_old_python_can_read_it(self, project: Path) -> None:
        ast.parse((project / "build.py").read_bytes().decode("ascii"), feature_version=(3, 4))

    def test_it_starts_from_anywhere_through_a_link(self, project: Path, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(project / "build.py")
        (tmp_path / "file").touch()
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "link"],
            cwd=tmp_path,
            env=dict(os.environ, ZHENGBEN_HOME=str(tmp_path / "file")),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 3
        assert "set ZHENGBEN_HOME" in done.stderr
