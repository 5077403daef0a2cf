"""Corpora: as many invented laws as wanted, the same for the same seed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaign.ring import held
from zhengben.bench import thousands
from zhengben.bench.corpus import ENTRIES, name_of, write_corpus
from zhengben.bench.families import run_family
from zhengben.bench.processes import press
from zhengben.cli.main import main
from zhengben.document.errors import UsageError
from zhengben.source.source import Source


def texts(content: Path) -> dict[str, bytes]:
    return {name: data for name, data in held(content).items() if ".zhengben" not in name}


def test_the_same_seed_makes_the_same_files_and_a_larger_corpus_holds_a_smaller(
    tmp_path: Path,
) -> None:
    for name, count, seed in (("one", 6, 1), ("two", 9, 1), ("three", 6, 2)):
        (tmp_path / name).mkdir()
        write_corpus(tmp_path / name, count, seed)
    one, two, three = (texts(tmp_path / name) for name in ("one", "two", "three"))
    assert one.items() <= two.items()
    assert len({name.partition("/")[0] for name in two}) == 10
    canonical = f"{name_of(1)}/canonical.txt"
    assert one[canonical] != three[canonical]


def test_its_documents_are_read_and_some_cite_the_register(tmp_path: Path) -> None:
    write_corpus(tmp_path, 12)
    cited, kinds, lengths = 0, set(), set()
    for index in range(1, 13):
        source = Source.open(tmp_path / name_of(index))
        source.demand_answers()
        declaration, unknown = source.read()
        assert not unknown
        cited += bool(declaration.instruments)
        kinds.add(declaration.provenance.capture_file)
        lengths.add(len(declaration.text) // 200)
        assert source.derive()[0] == source.canonical
    assert cited == 4
    assert kinds == {"capture.md", "capture.txt"}
    assert len(lengths) > 3
    assert len(re.findall("id = ", (tmp_path / "register/conventions.toml").read_text())) == ENTRIES


@pytest.mark.slow  # publishes a corpus on one processor and on two
def test_a_corpus_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--corpus", "4", "--to", str(tmp_path / "corpus")]) == 0
    told = capsys.readouterr().out
    assert told.startswith("corpus of 4 laws, seed 1: ")
    for row in ("one process", "two processes", "nothing changed", "one document changed"):
        assert re.search(rf"^{row}: +\d+\.\d\d s of processors", told, re.MULTILINE), row
    assert re.search(r"^handouts, proved: +\d+ pages, ", told, re.MULTILINE)
    assert re.search(r"^  a text takes \d+\.\d times as long, a page ", told, re.MULTILINE)
    # of the four the third cites an instrument, and is made again when that changes
    assert "  1 documents cite it, 1 were made\n" in told
    made = {
        path.relative_to(tmp_path / "corpus/one").as_posix(): path.read_bytes()
        for path in (tmp_path / "corpus/one").glob("*/*.pdf")
    }
    assert len(made) == 4
    assert main(["bench", "--corpus", "4", "--to", str(tmp_path / "corpus")]) == 2
    assert "is not empty; name another folder" in capsys.readouterr().err


def test_what_a_family_of_processes_took() -> None:
    code = (
        "import subprocess, sys, time\n"
        "busy = 'import time\\nwhile time.process_time() < .5: pass\\ntime.sleep(1)'\n"
        "subprocess.run([sys.executable, '-c', busy])\nprint('done')"
    )
    took = run_family([press()[0], "-c", code])
    assert took.output == "done\n"
    assert took.seconds > 0.5
    assert took.wall > 1
    with pytest.raises(UsageError, match="failed; run it by itself"):
        run_family([press()[0], "-c", "raise SystemExit(3)"])


def test_a_corpus_of_one_is_none() -> None:
    with pytest.raises(UsageError, match="--corpus takes a number from 2"):
        thousands.measure_corpus(1, 1)


def test_what_ran_before_is_not_waited_for() -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    with subprocess.Popen(sleeper) as other:
        assert run_family([sys.executable, "-c", "print('done')"]).output == "done\n"
        assert other.poll() is None
        other.kill()
