"""The system libraries: which command installs them, and when it is run."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from zhengben.document.errors import SetupError
from zhengben.setup import bootstrap, system_libraries

OS_RELEASES = [
    ('PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', "apt"),
    ("ID=ubuntu\nID_LIKE=debian\n", "apt"),
    ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "apt"),
    ("NAME='Fedora Linux'\nID=fedora\n", "dnf"),
    ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "dnf"),
    ("ID=manjaro\nID_LIKE=arch\n", "pacman"),
    ("ID=alpine\nVERSION_ID=3.22.1\n", "apk"),
    ('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n', "zypper"),
    ("ID=nixos\n", ""),
    ("no assignment at all\n", ""),
    ("", ""),
]


@pytest.mark.parametrize(("os_release", "manager"), OS_RELEASES)
def test_package_manager_of_a_linux(os_release: str, manager: str) -> None:
    assert system_libraries.manager_of("linux", os_release) == manager


def test_package_manager_of_macos() -> None:
    assert system_libraries.manager_of("darwin", "") == "brew"


def use(monkeypatch: pytest.MonkeyPatch, manager: str, *, is_root: bool) -> None:
    """Take the place of the system at hand."""
    system = system_libraries.System(manager, is_root)
    monkeypatch.setattr(system_libraries, "this_system", lambda: system)


@pytest.mark.parametrize(
    ("manager", "is_root", "command"),
    [
        (
            "apt",
            False,
            "`sudo apt-get update && sudo apt-get install -y --no-install-recommends "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`",
        ),
        ("apt", True, "`apt-get update && apt-get install "),
        ("dnf", False, "`sudo dnf install -y pango harfbuzz`"),
        ("pacman", False, "`sudo pacman -S --needed pango harfbuzz`"),
        ("apk", True, "`apk add so:libpango-1.0.so.0 "),
        ("zypper", False, "`sudo zypper install -y libpango-1_0-0 "),
        ("brew", False, "`brew install pango`"),
        ("", False, "this system's package manager"),
    ],
)
def test_explanation_names_the_command(
    manager: str, is_root: bool, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, manager, is_root=is_root)
    assert command in bootstrap.explain_missing_libraries()


@pytest.mark.parametrize("manager", ["apt", "dnf", "pacman", "apk", "zypper", "brew", ""])
def test_missing_pip_is_explained_everywhere(manager: str, monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, manager, is_root=False)
    assert "install pip" in system_libraries.explain_missing_pip()


def test_library_that_does_not_exist_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        system_libraries, "LIBRARIES", {"zhengben-none": ("libzhengben-none.so.0",)}
    )
    assert system_libraries.missing_libraries() == ["zhengben-none"]


class TestProvideLibraries:
    """Installing what is missing."""

    @pytest.fixture(autouse=True)
    def missing(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Let one library be missing until its name is taken from the list."""
        names = ["pango-1.0"]
        monkeypatch.setattr(system_libraries, "missing_libraries", lambda: list(names))
        monkeypatch.setattr(sys, "stdin", None)
        return names

    @pytest.fixture
    def ran(self, missing: list[str], monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Take the place of apt-get, which then brings the library."""
        scripts: list[str] = []

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            scripts.append(command[-1])
            missing.clear()
            return subprocess.CompletedProcess(command, 0, "")

        monkeypatch.setattr(subprocess, "run", run)
        return scripts

    def answer(self, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
        """Put somebody at a terminal who answers that."""
        terminal = io.StringIO(words)
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", terminal)

    def test_root_without_a_terminal_has_them_installed(
        self, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, "apt", is_root=True)
        system_libraries.provide_libraries()
        assert "libpango-1.0-0" in ran[0]
        assert "sudo" not in ran[0]

    @pytest.mark.parametrize("words", ["\n", "y\n", "Yes\n"])
    def test_root_is_asked_at_a_terminal(
        self, words: str, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, "apt", is_root=True)
        self.answer(monkeypatch, words)
        system_libraries.provide_libraries()
        assert ran

    @pytest.mark.parametrize("words", ["n\n", "what?\n", ""])
    def test_whoever_declines_is_told_the_command(
        self, words: str, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, "apt", is_root=True)
        self.answer(monkeypatch, words)
        with pytest.raises(SetupError, match="apt-get install"):
            system_libraries.provide_libraries()
        assert not ran

    @pytest.mark.parametrize(("manager", "is_root"), [("apt", False), ("dnf", True), ("", True)])
    def test_anybody_else_is_told_the_command(
        self, manager: str, is_root: bool, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        use(monkeypatch, manager, is_root=is_root)
        with pytest.raises(SetupError, match="WeasyPrint needs"):
            system_libraries.provide_libraries()
        assert not ran

    def test_nothing_is_run_when_nothing_is_missing(
        self, missing: list[str], ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        missing.clear()
        use(monkeypatch, "", is_root=False)
        system_libraries.provide_libraries()
        assert not ran
