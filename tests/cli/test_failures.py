"""What the machine refuses is one sentence, for every command; a signal ends it in order."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from zhengben.cli import main as command_line
from zhengben.cli.commands import COMMANDS
from zhengben.cli.failures import sentence
from zhengben.document.errors import ContentError, SetupError

TAKES = {
    "verify": ["a.bag"],
    "new": ["page.txt"],
    "script": ["a", "--to", "zh-Hans"],
    "compare": ["a"],
    "show": ["a"],
    "proof": ["--to", "sheets"],
}


def refuse(number: int, path: str | None) -> Callable[[object], int]:
    def action(arguments: object) -> int:
        raise OSError(number, os.strerror(number), path)

    return action


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOSPC, errno.EROFS, errno.ENOTDIR, 9999])
def test_what_the_system_refuses_is_one_sentence(
    command: str, number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    module = __import__(f"zhengben.cli.commands.{command}", fromlist=["run"])
    monkeypatch.setattr(module, "run", refuse(number, "/some/where"))

    assert command_line.main([command, *TAKES.get(command, [])]) == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith("zhengben: /some/where: cannot be used (")
    assert told.endswith(".\n")


def test_a_file_of_the_content_is_the_content_s_matter(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "law").mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(content)
    for folder in (content, link):
        error = OSError(errno.EACCES, "Permission denied", str(folder / "law" / "canonical.txt"))
        assert isinstance(sentence(error, content), ContentError)
    other = OSError(errno.EACCES, "Permission denied", str(tmp_path / "dist" / "law"))
    assert isinstance(sentence(other, content), SetupError)


def run(code: str, *, encoding: str = "utf-8", **more: object) -> subprocess.Popen[str]:
    """Run a command line whose action is the code."""
    script = (
        "import os, sys, time, signal\n"
        "from zhengben.cli import main\n"
        "from zhengben.cli.commands import show\n"
        f"def run(arguments):\n{code}\n return 0\n"
        "show.run = run\n"
        "sys.exit(main.main(['show', 'law']))\n"
    )
    environment = dict(os.environ, PYTHONIOENCODING=encoding, PYTHONUTF8="0", PYTHONUNBUFFERED="")
    return subprocess.Popen(
        [sys.executable, "-c", script], env=environment, text=True,
        stderr=subprocess.PIPE, **more,
    )  # type: ignore[call-overload,no-any-return]  # fmt: skip


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is always full here")
@pytest.mark.parametrize("many", [1, 100_000])
def test_a_full_standard_output_is_one_sentence(many: int) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        process = run(f" print('正本' * {many})", stdout=full)
        _, told = process.communicate()
    assert process.returncode == 3
    assert told.count("\n") == 1
    assert "no space left on device" in told


def test_what_was_printed_before_a_fault_without_a_file_is_not_lost() -> None:
    process = run(" print('正本')\n raise OSError(28, 'No space left')", stdout=subprocess.PIPE)
    printed, told = process.communicate()
    assert (process.returncode, printed, told.count("\n")) == (3, "正本\n", 1)


def test_no_folder_for_temporary_files_is_told_with_the_remedy() -> None:
    code = " import tempfile\n tempfile._candidate_tempdir_list = lambda: ['/nowhere']\n"
    process = run(f"{code} tempfile.mkdtemp()", stdout=subprocess.PIPE)
    told = process.communicate()[1]
    assert told == (
        "zhengben: There is no folder for temporary files; set TMPDIR to a folder of your own.\n"
    )
    assert process.returncode == 3


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    told = tmp_path / "number"
    script = (
        "import os, pathlib, sys\n"
        "from zhengben.cli import main\nfrom zhengben.cli.commands import show\n"
        "def run(arguments):\n"
        f" pathlib.Path({str(told)!r}).write_text(str(os.open(os.devnull, os.O_RDONLY)))\n"
        " return 0\n"
        "show.run = run\nsys.exit(main.main(['show', 'law']))"
    )
    command = ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-c", script]
    assert subprocess.run(command, check=False).returncode == 0
    assert int(told.read_text()) > 2


def test_want_of_memory_is_one_sentence() -> None:
    process = run(" raise MemoryError", stdout=subprocess.PIPE)
    told = process.communicate()[1]
    assert process.returncode == 3
    assert told.startswith("zhengben: The machine has no memory left")
    assert told.count("\n") == 1


def test_a_closed_standard_output_is_no_fault() -> None:
    process = run(" os.close(1)\n sys.stdout = None\n print('正本')", stdout=subprocess.PIPE)
    _, told = process.communicate()
    assert (process.returncode, told) == (0, "")


def test_a_terminal_without_chinese_shows_escapes() -> None:
    process = run(" print('正本')", encoding="ascii", stdout=subprocess.PIPE)
    printed, told = process.communicate()
    assert (process.returncode, told) == (0, "")
    assert printed == "\\u6b63\\u672c\n"


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_it_in_order(name: str) -> None:
    code = (
        " try:\n  print('under way', flush=True)\n  time.sleep(60)\n"
        " finally:\n  print('cleaned up', flush=True)"
    )
    process = run(code, stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == "under way\n"
    process.send_signal(getattr(signal, name))
    printed, told = process.communicate()
    assert printed == "cleaned up\n"
    assert told == "zhengben: interrupted; what was published before is untouched.\n"
    assert process.returncode == 128 + getattr(signal, name)


def test_what_the_user_has_it_ignore_stays_ignored() -> None:
    process = run(
        " os.kill(os.getpid(), signal.SIGHUP)\n print('goes on')",
        stdout=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    printed, told = process.communicate()
    assert (process.returncode, printed, told) == (0, "goes on\n", "")
