"""Start the program inside its private environment.

``build.py`` calls :func:`main` in whichever Python it was typed with. The packages that
Zhengben stands on, each in one exact version, live in ``.zhengben/env`` beside ``build.py``
(or under the folder that ``ZHENGBEN_HOME`` names), and the program is started a second time
there. Whether that environment is complete is told by its stamp, the last file written to it.

Every start passes through this module twice, so it imports next to nothing: what is needed
only to make the environment is in :mod:`zhengben.setup.provision`.
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
RUNTIME_LOCK = os.path.join(ROOT, "requirements.lock")
TEST_LOCK = os.path.join(ROOT, "requirements-test.lock")

# Where Homebrew keeps libraries on macOS, whose own search leaves the first of them out.
HOMEBREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


def main(argv: list[str]) -> int:
    """Run the command line inside the private environment and return its exit status."""
    home = home_folder()
    testing = argv[:1] == ["test"]
    if not testing and _runs_inside(home):
        from zhengben.cli.main import main as run_command

        return run_command(argv)
    if not is_ready(home, testing):
        status = _make_ready(home, testing)
        if status:
            return status
    python = environment_python(home)
    if testing:
        # pyproject.toml tells pytest where the tests are, seen from here.
        os.chdir(ROOT)
        return _become([python, "-X", "utf8", "-m", "pytest", *argv[1:]], home)
    return _become([python, "-X", "utf8", os.path.join(ROOT, "build.py"), *argv], home)


def home_folder() -> str:
    """Return the folder that holds the environment and, where need be, caches."""
    return os.path.abspath(os.environ.get("ZHENGBEN_HOME") or os.path.join(ROOT, ".zhengben"))


def environment_folder(home: str) -> str:
    """Return the folder of the private environment."""
    return os.path.join(home, "env")


def environment_python(home: str) -> str:
    """Return the private environment's own Python."""
    below = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(environment_folder(home), *below)


def stamp_file(home: str) -> str:
    """Return the file that marks the environment as complete."""
    return os.path.join(environment_folder(home), "zhengben-stamp.txt")


def stamp(lock: str) -> str:
    """Return what the stamp of an environment made here and now from this lock file says.

    The system libraries are in it because an environment is only ever finished once they
    were found; no start after that looks for them again.
    """
    import hashlib

    with open(lock, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    machine = (
        os.environ.get("PROCESSOR_ARCHITECTURE", "") if os.name == "nt" else os.uname().machine
    )
    # The C library (glibc or musl) is named only by this attribute, and only on Linux.
    flavour = getattr(sys.implementation, "_multiarch", "")
    return (
        f"packages {os.path.basename(lock)} sha256 {digest}\n"
        f"python {sys.implementation.cache_tag}\n"
        f"platform {sys.platform} {machine} {flavour}\n"
        "libraries found\n"
    )


def is_ready(home: str, testing: bool) -> bool:
    """Tell whether a complete environment is there, for the tests or for the program alone.

    One made for the tests holds everything, so it serves the program as well.
    """
    folder = environment_folder(home)
    try:
        with open(stamp_file(home), encoding="utf-8") as file:
            recorded = file.read()
    except (OSError, UnicodeDecodeError):
        return False
    # Without either of these the second start would not be inside the environment.
    if not (
        os.path.exists(environment_python(home))
        and os.path.exists(os.path.join(folder, "pyvenv.cfg"))
    ):
        return False
    return any(
        recorded == stamp(lock) for lock in ((TEST_LOCK,) if testing else (RUNTIME_LOCK, TEST_LOCK))
    )


def process_environment(home: str) -> dict[str, str]:
    """Return the environment variables for the second start and for what prepares it."""
    variables = dict(os.environ)
    # Each of these would make Python take something other than the private environment.
    for name in ("PYTHONHOME", "__PYVENV_LAUNCHER__"):
        variables.pop(name, None)
    if "ZHENGBEN_HOME" in variables:
        variables["ZHENGBEN_HOME"] = home
    user = os.path.expanduser("~")
    if not os.access(user, os.W_OK):
        caches = os.path.join(home, "cache")
        for name, folder in (
            ("XDG_CACHE_HOME", caches),
            ("PIP_CACHE_DIR", os.path.join(caches, "pip")),
            ("UV_CACHE_DIR", os.path.join(caches, "uv")),
        ):
            variables.setdefault(name, folder)
    if sys.platform == "darwin":
        folders = ":".join((*HOMEBREW_FOLDERS, "/usr/lib"))
        variables.setdefault("DYLD_FALLBACK_LIBRARY_PATH", folders)
    return variables


def explain_missing_libraries() -> str:
    """Return the sentence that says how to install the libraries WeasyPrint needs here."""
    from zhengben.setup import system_libraries

    return system_libraries.explain_missing_libraries()


def _runs_inside(home: str) -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(environment_folder(home))


def _make_ready(home: str, testing: bool) -> int:
    from zhengben.document.errors import SetupError
    from zhengben.setup.provision import provide

    try:
        provide(home, testing)
    except SetupError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("Stopped; the next start begins again.", file=sys.stderr)
        return 130
    return 0


def _become(command: list[str], home: str) -> int:
    """Go on as another command; only Windows, which cannot, waits for it and returns."""
    variables = process_environment(home)
    if os.name != "nt":
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(command[0], command, variables)
    import subprocess

    return subprocess.run(command, env=variables, check=False).returncode
