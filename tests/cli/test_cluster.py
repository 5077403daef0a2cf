"""A cluster makes what one machine makes, byte for byte, also when a worker is lost on the way."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.campaign.ring import held
from tests.ftp_server import Server
from zhengben.bench.corpus import write_corpus
from zhengben.cli import cluster as clustering
from zhengben.cli.cluster import differing, do_there, identity, identity_there, perform_on
from zhengben.cli.main import main
from zhengben.cli.tasks import Leaving, Task
from zhengben.document.errors import ContentError, SetupError, UsageError
from zhengben.press import parcels
from zhengben.press.parcels import Fetched, Storage, pack_document, packed, unpack
from zhengben.press.published import Published

pytestmark = pytest.mark.slow  # a scheduler and two workers are three Pythons to start

ROOT = Path(__file__).parents[2]
LAWS = 8


@dataclass
class Cluster:
    """A running cluster: its address and the processes of its workers."""

    address: str
    workers: list[int]


def start() -> Iterator[Cluster]:
    run = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/cluster.py")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert run.stdin
    assert run.stdout
    told = json.loads(run.stdout.readline())
    yield Cluster(told["address"], told["workers"])
    run.stdin.close()
    run.stdout.close()
    run.wait(60)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    yield from start()


@pytest.fixture(scope="module")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project of some laws, made on one machine in ``dist``."""
    folder = tmp_path_factory.mktemp("laws")
    (folder / "content").mkdir()
    write_corpus(folder / "content", LAWS, seed=3)
    assert publish(folder, "dist", "--jobs", "1") == 0
    return folder


def publish(folder: Path, output: str, *words: str) -> int:
    folders = ("--content", str(folder / "content"), "--output", str(folder / output))
    return main(["publish", "--edition", "akoma-ntoso", "--edition", "e-reader", *folders, *words])


def pressed(folder: Path, output: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own, which alone imports the engine of the cluster."""
    command = [sys.executable, "-m", "zhengben", "publish", "--edition", "akoma-ntoso",
               "--edition", "e-reader", "--content", str(folder / "content"),
               "--output", str(folder / output), *words]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def made(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in held(folder).items() if ".zhengben" not in name}


def test_it_makes_the_same_bytes_and_tells_the_same(cluster: Cluster, laws: Path) -> None:
    there = pressed(laws, "there", "--scheduler", cluster.address)
    assert there.returncode == 0, there.stderr
    assert made(laws / "there") == made(laws / "dist")
    here = pressed(laws, "here", "--jobs", "1")
    assert there.stdout.replace("/there/", "/here/") == here.stdout
    # what was made there is known here
    again = pressed(laws, "there", "--scheduler", cluster.address)
    assert again.stdout.count("kept 2, up to date\n") == LAWS


@pytest.mark.parametrize("kind", ["file", "ftp"])
def test_texts_and_editions_travel_through_a_storage(
    kind: str, cluster: Cluster, laws: Path, tmp_path: Path
) -> None:
    with Server(tmp_path) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"file://{tmp_path}" if kind == "file" else server.url
        words = ("--scheduler", cluster.address, "--storage", url)
        names = ("law-0000001", "law-0000002", "law-0000003")
        done = pressed(laws, f"by-{kind}", *names, *words)
        assert done.returncode == 0, done.stderr
        # another edition is added to those that stand
        more = pressed(laws, f"by-{kind}", names[0], "--edition", "docx", *words)
        assert more.returncode == 0, more.stderr
        server.shutdown()
    found, wanted = made(laws / f"by-{kind}"), made(laws / "dist")
    assert {name: found[name] for name in found if names[0] not in name} == {
        name: data for name, data in wanted.items() if names[1] in name or names[2] in name
    }
    assert f"{names[0]}/{names[0]}.zh-Hans.docx" in found
    assert f"{names[0]}/{names[0]}.zh-Hans.epub" in found
    # nothing is left behind
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_refused_there_is_told_here(cluster: Cluster, laws: Path, tmp_path: Path) -> None:
    shutil.copytree(laws / "content", tmp_path / "content")
    toml = tmp_path / "content/law-0000002/document.toml"
    toml.write_text("organ = 3\n", "utf-8")
    names = ("law-0000001", "law-0000002")
    told = []
    for words in (("--jobs", "1"), ("--scheduler", cluster.address)):
        shutil.rmtree(tmp_path / "dist", ignore_errors=True)
        done = pressed(tmp_path, "dist", *names, *words)
        told.append((done.returncode, done.stdout, done.stderr))
    assert told[0] == told[1]
    assert told[0][0] == 4


def test_the_tasks_of_a_worker_that_is_killed_go_elsewhere(laws: Path) -> None:
    own = start()
    cluster = next(own)
    command = [sys.executable, "-m", "zhengben", "publish", "--edition", "akoma-ntoso",
               "--edition", "e-reader", "--content", str(laws / "content"), "--force",
               "--output", str(laws / "killed"), "--scheduler", cluster.address]  # fmt: skip
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                           cwd=ROOT)  # fmt: skip
    until = time.monotonic() + 120
    while not list((laws / "killed").glob("*/manifest.json")):
        assert time.monotonic() < until
        time.sleep(0.02)
    os.kill(cluster.workers[0], signal.SIGKILL)
    out, err = run.communicate(timeout=240)
    assert run.returncode == 0, err
    assert made(laws / "killed") == made(laws / "dist")
    assert out.count("made 2, kept 0\n") + out.count("kept 2, up to date\n") == LAWS
    next(own, None)


class Pretended:
    """A client that knows two workers."""

    def __init__(self, threads: int, theirs: object) -> None:
        self.threads, self.theirs = threads, theirs

    def nthreads(self) -> dict[str, int]:
        return {"tcp://a:1": 1, "tcp://b:2": self.threads}

    def run(self, _: object) -> dict[str, object]:
        return {"tcp://a:1": {"press": "x"}, "tcp://b:2": self.theirs}


@pytest.mark.parametrize(
    ("threads", "theirs", "told"),
    [
        (2, {"press": "x"}, "tcp://b:2 has 2 threads; start it with --nthreads 1"),
        (1, {"press": "y"}, "The worker at tcp://b:2 is another press: press y there, x here."),
        (1, "it cannot tell what it is", "tcp://b:2 is another press: it cannot tell what it is."),
    ],
)
def test_workers_are_looked_at_before_the_first_task(
    threads: int, theirs: object, told: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        clustering._require_alike(Pretended(threads, theirs), {"press": "x"})
    clustering._require_alike(Pretended(1, {"press": "x"}), {"press": "x"})


class Unkept:
    """A future that breaks off."""

    def __init__(self, error: Exception) -> None:
        self.error, self.released = error, False

    def result(self) -> None:
        raise self.error

    def release(self) -> None:
        self.released = True


def test_a_scheduler_or_all_workers_that_are_lost_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledWorkerError(Exception):
        """As the engine's, which no test imports into its process."""

    monkeypatch.setitem(sys.modules, "distributed", SimpleNamespace(KilledWorker=KilledWorkerError))
    task, lost = Task("law", "", ()), Unkept(CancelledError())
    with pytest.raises(SetupError, match="The scheduler was lost while it had tasks"):
        clustering._outcome(task, lost)
    killed = Unkept(KilledWorkerError())
    outcome = clustering._outcome(task, killed)
    assert outcome.status == 3
    assert outcome.refused.startswith("law: every worker that it was given to died")
    assert lost.released
    assert killed.released


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "takes an address such as tcp://host:8786"),
        ("http://127.0.0.1:80", "takes an address such as tcp://host:8786"),
        ("tcp://127.0.0.1:1", "No scheduler answers at tcp://127.0.0.1:1 ("),
    ],
)
def test_a_scheduler_that_nobody_answers_for(address: str, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        list(perform_on(address, [], {}, Leaving(lambda *_: None)))


def test_a_storage_without_a_scheduler_is_told(laws: Path) -> None:
    done = pressed(laws, "none", "--storage", "file:///tmp")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_another_press_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = identity_there()
    assert not isinstance(ours, str)
    assert differing(ours, ours) == ""
    assert differing(ours, {**ours, "Python": "2.7"}) == (
        f"Python 2.7 there, {ours['Python']} here"
    )
    assert identity("x")["press"] != ours["press"]
    task = Task("law", "tests.worker_tasks:tell", ("word",))
    assert do_there(task, ours).value[0] == "word"
    refused = do_there(task, {**ours, "press": "0" * 64})
    assert refused.status == 2
    assert refused.refused.startswith("A worker is another press: press ")
    monkeypatch.setattr(clustering, "identity", lambda _: 1 / 0)
    assert "it cannot tell what it is (ZeroDivisionError" in do_there(task, ours).refused


def test_a_parcel_is_the_same_for_the_same_files(laws: Path, tmp_path: Path) -> None:
    data = pack_document(laws / "content/law-0000003")
    shutil.copytree(laws / "content", tmp_path / "content")
    assert pack_document(tmp_path / "content/law-0000003") == data
    unpack(data, tmp_path / "out")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in held(tmp_path / "out")} == {
        f"content/{name}": (laws / "content" / name).read_bytes()
        for name in ("law-0000003/canonical.txt", "law-0000003/document.toml",
                     next(p.relative_to(laws / "content").as_posix()
                          for p in (laws / "content/law-0000003").glob("capture.*")),
                     "register/conventions.toml")
    }  # fmt: skip


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x"])
def test_a_parcel_that_leads_out_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="leads out of it"):
        unpack(packed({name: b"x"}), tmp_path / "in")
    assert not list(tmp_path.rglob("x"))


def test_a_parcel_that_is_damaged_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = Storage(f"file://{tmp_path}")
    name = storage.put(b"parcel", "texts")
    assert storage.put(b"parcel", "texts") == name
    assert storage.get(name, "texts") == b"parcel"
    (tmp_path / "texts" / f"{name}.zip").write_bytes(b"parsel")
    with pytest.raises(SetupError, match="was damaged on its way"):
        storage.get(name, "texts")
    with pytest.raises(SetupError, match="cannot be used"):
        storage.get("0" * 64, "texts")
    with pytest.raises(SetupError, match="cannot be used"):
        Storage("nonsense://x").put(b"", "texts")
    monkeypatch.setattr(parcels, "_MOST", 3)
    with pytest.raises(SetupError, match="more than a document"):
        unpack(packed({"x": b"four"}), tmp_path)


def test_editions_of_another_text_are_not_taken(laws: Path, tmp_path: Path) -> None:
    folder = laws / "dist/law-0000001"
    fetched = Fetched(folder, Published("law-0000001", folder, (), True))
    with pytest.raises(ContentError, match="was changed while it was made elsewhere"):
        list(fetched.take([("zh-Hans", "e-reader")], "0" * 64, tmp_path))
