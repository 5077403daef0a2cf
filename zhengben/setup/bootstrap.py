"""Start the program inside its private environment.

``build.py`` calls :func:`main` in whichever Python it was typed with. The packages that
Zhengben stands on, each in one exact version, live in ``.zhengben/env`` beside ``build.py``
(or under the folder that ``ZHENGBEN_HOME`` names), and the program is started a second time
there. Whether that environment is complete is told by its stamp, the last file written to it;
each extra that was added to it (:mod:`zhengben.setup.extras`) has a stamp of its own.

Every start passes through this module twice, so it imports next to nothing: what is needed
only to make the environment is in :mod:`zhengben.setup.provision`.
"""

from __future__ import annotations

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
# The folder of the lock files.
LOCKS = ROOT

# The last file written to the folder of an extra that is installed apart.
APART_STAMP = "zhengben-stamp.txt"

# Where Homebrew keeps libraries on macOS, whose own search leaves the first of them out.
HOMEBREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


def main(argv: list[str]) -> int:
    """Run the command line inside the private environment and return its exit status."""
    home = home_folder()
    testing = argv[:1] == ["test"]
    if not testing and runs_inside(home):
        from zhengben.cli.main import main as run_command

        return run_command(argv)
    # Whoever types `test` has asked for what the tests need.
    extra = "test" if testing else ""
    if not is_ready(home, extra):
        status = _make_ready(home, extra)
        if status:
            return status
    python = environment_python(home)
    if testing:
        # pyproject.toml tells pytest where the tests are, seen from here.
        os.chdir(ROOT)
        options = [*_workers(argv[1:]), *argv[1:]]
        return _become([python, "-X", "utf8", "-m", "pytest", *options], home)
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


def apart_folder(home: str, extra: str) -> str:
    """Return the folder of an extra whose packages no import of the press may see."""
    return os.path.join(home, extra)


def lock_file(extra: str = "") -> str:
    """Return the lock file of the base or of an extra."""
    return os.path.join(LOCKS, f"requirements-{extra}.lock" if extra else "requirements.lock")


def stamp_file(home: str, extra: str = "") -> str:
    """Return the file that marks the environment, or an extra in it, as complete."""
    name = f"zhengben-stamp-{extra}.txt" if extra else "zhengben-stamp.txt"
    return os.path.join(environment_folder(home), name)


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


def is_ready(home: str, extra: str = "") -> bool:
    """Tell whether a complete environment is there, with an extra if one is named."""
    # Without either of these the second start would not be inside the environment.
    if not (
        os.path.exists(environment_python(home))
        and os.path.exists(os.path.join(environment_folder(home), "pyvenv.cfg"))
    ):
        return False
    return all(_is_stamped(home, name) for name in dict.fromkeys(("", extra)))


def is_ready_apart(home: str, extra: str) -> bool:
    """Tell whether an extra that is installed apart is there, in the versions of its lock file."""
    return _says(os.path.join(apart_folder(home, extra), APART_STAMP), extra)


def process_environment(home: str) -> dict[str, str]:
    """Return the environment variables for the second start and for what prepares it."""
    variables = dict(os.environ)
    # Each of these would make Python take something other than the private environment.
    for name in ("PYTHONHOME", "__PYVENV_LAUNCHER__"):
        variables.pop(name, None)
    # Without bytecode every start would compile all modules of the press anew, which takes longer
    # than to set a page. Whoever wants none beside the sources has it in the private folder.
    unwanted = variables.pop("PYTHONDONTWRITEBYTECODE", "")
    if unwanted or not os.access(os.path.join(ROOT, "zhengben"), os.W_OK):
        variables.setdefault("PYTHONPYCACHEPREFIX", os.path.join(home, "bytecode"))
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


def runs_inside(home: str) -> bool:
    """Tell whether this process runs in the private environment."""
    return os.path.realpath(sys.prefix) == os.path.realpath(environment_folder(home))


def _is_stamped(home: str, extra: str) -> bool:
    return _says(stamp_file(home, extra), extra)


def _says(path: str, extra: str) -> bool:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read() == stamp(lock_file(extra))
    except (OSError, UnicodeDecodeError):
        return False


def _workers(options: list[str]) -> list[str]:
    """Return the options by which pytest shares its tests out to workers.

    A worker takes a file at a time, so that what its tests share is made once, in the order of
    tests/conftest.py. A debugger needs the one process that talks to the terminal.
    """
    if {"--pdb", "--trace"} & set(options):
        return []
    return ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]


def _make_ready(home: str, extra: str) -> int:
    from zhengben.document.errors import SetupError
    from zhengben.setup.provision import provide

    try:
        provide(home, extra)
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
