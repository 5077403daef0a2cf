"""Documents shared out to processes: the same files and words in the same order, and no orphans."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.campaign.ring import held
from zhengben.cli import tasks as doing
from zhengben.cli import workers
from zhengben.cli.main import main
from zhengben.cli.tasks import Outcome, Task, jobs_wanted, perform
from zhengben.document.errors import UsageError
from zhengben.files.holding import locked

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no process can be forked there")


class Heard:
    """Remembers what it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str]] = []
        self.holders: list[tuple[str, str]] = []

    def step(self, document: str, step: str) -> None:
        self.steps.append((document, step))

    def waiting(self, document: str, holder: str) -> None:
        self.holders.append((document, holder))


def task(name: str, *given: object, document: str = "law") -> Task:
    return Task(document, f"tests.worker_tasks:{name}", given)


def done(*given: Task, jobs: int = 2, several: bool = True) -> list[Outcome]:
    return list(perform(given, jobs, Heard(), several=several))


@pytest.fixture(params=[1, 2])
def jobs(request: pytest.FixtureRequest) -> int:
    """Do it here, and in two workers."""
    return int(request.param)


def test_outcomes_come_in_the_order_of_tasks(jobs: int) -> None:
    heard = Heard()
    given = [task("tell", str(n), 0.0 if n else 0.3, document=str(n)) for n in range(6)]
    found = [outcome.value for outcome in perform(given, jobs, heard, several=True)]
    assert [word for word, _ in found] == [*"012345"]
    processes = {process for _, process in found}
    assert (processes == {os.getpid()}) is (jobs == 1)
    assert os.getpid() not in processes or jobs == 1
    # a step is told of the document it is of
    assert sorted(heard.steps) == [(str(n), "saying it") for n in range(6)]


def test_what_is_refused_is_an_outcome(jobs: int, tmp_path: Path) -> None:
    given = [task("refused", tmp_path / "a"), task("full", tmp_path / "b"), task("held"),
             task("tell", "on")]  # fmt: skip
    one, two, three, four = done(*given, jobs=jobs)
    assert (one.refused, one.status) == (f"{tmp_path / 'a'}:3: is wrong; mend it.", 4)
    assert "make room on the disk" in two.refused
    assert two.status == 3
    assert (three.refused, three.status, three.left) == (
        "law: process 7 is at work on it, so it is left as it is.", 1, True
    )  # fmt: skip
    assert four.value[0] == "on"


def test_a_single_document_is_waited_for(jobs: int) -> None:
    heard = Heard()
    (outcome,) = perform([task("held")], jobs, heard, several=False)
    assert not outcome.refused
    assert heard.holders == [("law", "process 7")]


def test_a_worker_that_is_killed_costs_its_document_alone() -> None:
    given = [task("killed", document="first"), *(task("tell", str(n)) for n in range(4))]
    first, *rest = done(*given)
    assert (first.refused, first.status) == (
        "first: the process that worked on it was killed by signal 9; start again to make it.", 3
    )  # fmt: skip
    assert [outcome.value[0] for outcome in rest] == [*"0123"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is looked up there")
def test_a_worker_that_has_grown_large_is_replaced() -> None:
    processes = [outcome.value for outcome in done(*[task("grow", 40)] * 8)]
    # each has grown too large with its second task
    assert max(map(processes.count, processes)) == 2
    assert len({outcome.value for outcome in done(*[task("grow", 1)] * 8)}) == 2


def test_a_fault_of_the_press_is_seen_with_its_place() -> None:
    with pytest.raises(RuntimeError, match=r"(?s)law: a worker failed.*in broken.*ZeroDivision"):
        done(task("broken"), task("tell", "x"))


def test_whoever_stops_listening_ends_the_workers() -> None:
    outcomes = perform([task("tell", "x"), task("tell", "y", 60.0)], 2, Heard(), several=True)
    _, process = next(outcomes).value
    began = time.monotonic()
    outcomes.close()
    assert time.monotonic() - began < 8
    assert _gone(process)


def _gone(process: int, seconds: float = 10.0) -> bool:
    """Tell whether a process ends within a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], list[int]]]]:
    """Start a run of two endless tasks, and tell it and its workers."""
    code = (
        "import pathlib, sys\nsys.path.insert(0, sys.argv[1])\n"
        "from zhengben.cli.failures import ended_in_order\n"
        "from tests.cli.test_workers import Heard, perform, task\n"
        "folder = pathlib.Path(sys.argv[2])\n"
        "with ended_in_order():\n"
        "    list(perform([task('endless', folder)] * 2, 2, Heard(), several=True))\n"
    )
    root = Path(__file__).parents[2]
    begun: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], list[int]]:
        run = subprocess.Popen(
            [sys.executable, "-c", code, str(root), str(tmp_path)],
            stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )  # fmt: skip
        begun.append(run)
        until = time.monotonic() + 60
        while len(found := list(tmp_path.iterdir())) < 2:
            assert time.monotonic() < until
            time.sleep(0.02)
        return run, [int(path.name) for path in found]

    yield start
    for run in begun:
        run.kill()
        run.wait()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up there")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_worker_outlives_its_parent_and_all_clean_up(
    number: int, running: Callable[[], tuple[subprocess.Popen[str], list[int]]], tmp_path: Path
) -> None:
    run, processes = running()
    run.send_signal(number)
    run.wait(20)
    assert all(map(_gone, processes))
    assert list(tmp_path.iterdir()) == []


def test_a_single_build_starts_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "Workers", lambda *_: pytest.fail("a worker was started"))
    assert done(task("tell", "x"))[0].value == ("x", os.getpid())
    assert done(task("tell", "x"), task("tell", "y"), jobs=1)[1].value == ("y", os.getpid())


def test_how_many_jobs_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHENGBEN_JOBS")
    assert jobs_wanted(None) == doing.processors() >= 1
    assert jobs_wanted(3) == 3
    monkeypatch.setenv("ZHENGBEN_JOBS", "5")
    assert jobs_wanted(None) == 5
    assert jobs_wanted(2) == 2
    for wrong in (0, -1):
        with pytest.raises(UsageError, match="--jobs takes a number from 1"):
            jobs_wanted(wrong)
    monkeypatch.setenv("ZHENGBEN_JOBS", "many")
    with pytest.raises(UsageError, match="ZHENGBEN_JOBS must be a number from 1, not “many”"):
        jobs_wanted(None)


LAWS = ("a", "b", "c")


@pytest.fixture(scope="module")
def content(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a content of three small documents, one of which is wrong."""
    content = tmp_path_factory.mktemp("laws") / "content"
    for name in LAWS:
        shutil.copytree(project / "content/specimen-law", content / name)
        toml = content / name / "document.toml"
        limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
        toml.write_text(limits + toml.read_text("utf-8"), "utf-8")
    shutil.copytree(content / "a", content / "bad")
    (content / "bad/document.toml").write_text("organ = 3\n", "utf-8")
    return content


def run(content: Path, output: Path, verb: str, *words: str) -> int:
    return main([verb, *words, "--content", str(content), "--output", str(output)])


def test_two_jobs_make_and_tell_what_one_does(
    content: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told = []
    for jobs in ("1", "2"):
        output = tmp_path / jobs
        heard = []
        for verb, *more in (["publish"], ["publish"], ["publish", "--force", "--why"], ["check"],
                            ["deposit", "--without-validators"],
                            ["publish", "--json", "--all"]):  # fmt: skip
            status = run(content, output, verb, "--jobs", jobs, *more)
            printed = capfd.readouterr()
            heard.append((verb, status, printed.out.replace(str(output), "dist"), printed.err))
        bags = [str(output / f"{name}.bag.tar") for name in LAWS]
        status = main(["verify", *bags, "--jobs", jobs])
        heard.append(("verify", status, capfd.readouterr().out, ""))
        told.append(heard)
    for one, two in zip(*told, strict=True):
        assert one == two
    assert [status for _, status, _, _ in told[0]] == [4, 4, 4, 4, 4, 4, 0]
    files = [
        {name: data for name, data in held(tmp_path / jobs).items() if ".zhengben" not in name}
        for jobs in ("1", "2")
    ]
    assert files[0] == files[1]
    assert {name.partition("/")[0] for name in files[0]} >= {"a", "a.bag", "b", "c", "c.bag.tar"}


def test_a_document_in_other_hands_is_left_and_the_rest_is_made(
    content: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], jobs: int
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c",
         "import sys\nfrom pathlib import Path\nfrom zhengben.files.holding import locked\n"
         f"with locked(Path({str(tmp_path / 'dist/b')!r})):\n"
         " print('held', flush=True)\n sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "held\n"
        assert run(content, tmp_path / "dist", "publish", *LAWS, "--jobs", str(jobs)) == 1
        other.stdin.close()
    printed = capfd.readouterr()
    told = f"b: process {other.pid} is at work on it, so it is left as it is."
    assert printed.err == f"zhengben: {told}\n"
    assert f"\nb  left: {told}\n" in printed.out
    assert {path.name for path in (tmp_path / "dist").glob("*/manifest.json")} == {"manifest.json"}
    assert not (tmp_path / "dist/b").exists()
    with locked(tmp_path / "dist/b"):
        # whoever holds it may take it once more
        assert run(content, tmp_path / "dist", "publish", *LAWS, "--jobs", "1") == 0


def test_what_was_made_before_an_interruption_stands(
    content: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from zhengben.press import publish as publishing

    real, made = publishing._publish, []

    def interrupted(*given: object) -> object:
        if made:
            raise KeyboardInterrupt
        made.append(given)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "_publish", interrupted)
    assert run(content, tmp_path / "dist", "publish", *LAWS, "--jobs", "1") == 130
    monkeypatch.undo()
    monkeypatch.setenv("ZHENGBEN_JOBS", "1")
    capfd.readouterr()
    assert run(content, tmp_path / "dist", "publish", *LAWS) == 0
    table = capfd.readouterr().out.rpartition("\n\n")[2]
    assert table == "a  kept 1, up to date\nb  made 1, kept 0\nc  made 1, kept 0\n"
