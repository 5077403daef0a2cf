"""The libraries WeasyPrint takes from the system, and how each system installs them.

WeasyPrint lays out text with Pango and HarfBuzz, which are not Python packages. On Debian and
its kin, root can have them installed at once; anybody else is told the one command to type.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from zhengben.document.errors import SetupError
from zhengben.setup.bootstrap import HOMEBREW_FOLDERS
from zhengben.setup.extras import agree

# Each library under the names it has on Linux and on macOS.
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "pangoft2-1.0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}

# The names in /etc/os-release (ID, ID_LIKE) and the package manager each stands for.
_MANAGERS: Mapping[str, str] = {
    "debian": "apt",
    "ubuntu": "apt",
    "fedora": "dnf",
    "rhel": "dnf",
    "centos": "dnf",
    "arch": "pacman",
    "alpine": "apk",
    "suse": "zypper",
    "opensuse": "zypper",
}

_INSTALL: Mapping[str, str] = {
    "apt": "{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {packages}",
    "dnf": "{sudo}dnf install -y {packages}",
    "pacman": "{sudo}pacman -S --needed {packages}",
    "apk": "{sudo}apk add {packages}",
    "zypper": "{sudo}zypper install -y {packages}",
    "brew": "brew install {packages}",
}

_LIBRARY_PACKAGES: Mapping[str, str] = {
    "apt": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "pango harfbuzz",
    "pacman": "pango harfbuzz",
    "apk": "so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz-subset.so.0",
    "zypper": "libpango-1_0-0 libharfbuzz0 libharfbuzz-subset0",
    "brew": "pango",
}

_PIP_PACKAGES: Mapping[str, str] = {
    "apt": "python3-pip",
    "dnf": "python3-pip",
    "pacman": "python-pip",
    "apk": "py3-pip",
    "zypper": "python3-pip",
    "brew": "python",
}


@dataclass(frozen=True)
class System:
    """The system at hand, as far as installing goes: its package manager ("" if unknown)."""

    manager: str
    is_root: bool

    def install_command(self, packages: Mapping[str, str]) -> str:
        """Return the command that installs what is packaged under these names, or ""."""
        if self.manager not in packages:
            return ""
        sudo = "" if self.is_root else "sudo "
        return _INSTALL[self.manager].format(sudo=sudo, packages=packages[self.manager])


def this_system() -> System:
    """Return the system the program runs on."""
    is_root = os.name == "posix" and os.geteuid() == 0
    return System(manager_of(sys.platform, _os_release()), is_root)


def manager_of(platform: str, os_release: str) -> str:
    """Return the package manager for ``sys.platform`` and the text of /etc/os-release."""
    if platform == "darwin":
        return "brew"
    fields = dict(line.split("=", 1) for line in os_release.split("\n") if "=" in line)
    names = " ".join(fields.get(key, "").strip("\"'") for key in ("ID", "ID_LIKE"))
    return next((_MANAGERS[name] for name in names.split() if name in _MANAGERS), "")


def missing_libraries() -> list[str]:
    """Return the names of the libraries that cannot be loaded."""
    return [name for name, files in LIBRARIES.items() if not _loads(name, files)]


def explain_missing_libraries() -> str:
    """Return the sentence that says how to install the libraries WeasyPrint needs here."""
    command = this_system().install_command(_LIBRARY_PACKAGES)
    if command:
        return (
            f"WeasyPrint needs Pango and HarfBuzz: install them with `{command}`, and start again."
        )
    return (
        "WeasyPrint needs Pango and HarfBuzz: install the libraries pango-1.0, pangoft2-1.0 and "
        "harfbuzz-subset with this system's package manager, and start again."
    )


def explain_missing_pip() -> str:
    """Return the sentence that says how to install something that can fetch packages."""
    command = this_system().install_command(_PIP_PACKAGES)
    how = f"with `{command}`" if command else "as this system's manual says"
    return f"There is neither uv nor pip here: install pip {how}, and start again."


def provide_libraries() -> None:
    """Install the missing libraries where that is ours to do, or raise SetupError.

    That is for root on Debian and its kin. Somebody at a terminal is asked first; where there
    is nobody to ask, in a container or on a build server, the job is simply done.
    """
    if not missing_libraries():
        return
    system = this_system()
    if system.manager != "apt" or not system.is_root or not _agreed():
        raise SetupError(explain_missing_libraries())
    print("安裝 Pango / installing Pango and HarfBuzz …", file=sys.stderr)
    variables = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    done = subprocess.run(
        ["sh", "-c", system.install_command(_LIBRARY_PACKAGES)],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode or missing_libraries():
        print(done.stdout.rstrip(), file=sys.stderr)
        raise SetupError(explain_missing_libraries())


def _agreed() -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    return agree(f"WeasyPrint needs {_LIBRARY_PACKAGES['apt']}: install now with apt-get?")


def _loads(name: str, files: tuple[str, ...]) -> bool:
    if any(_opens(file) for file in files):
        return True
    if sys.platform == "darwin":
        paths = (os.path.join(folder, file) for folder in HOMEBREW_FOLDERS for file in files)
        return any(_opens(path) for path in paths)
    found = ctypes.util.find_library(name)
    return found is not None and _opens(found)


def _opens(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _os_release() -> str:
    for file in (Path("/etc/os-release"), Path("/usr/lib/os-release")):
        try:
            return file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
    return ""
