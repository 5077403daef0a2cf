"""Files are put in place together: whoever is killed where, nothing is lost."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhengben.document.errors import UsageError
from zhengben.files.holding import locked
from zhengben.files.placing import (
    Placement,
    Replaced,
    recover_all,
    require_apart,
    strangers,
)

OLD = {"law/a.pdf": b"old a", "law/b.epub": b"old b", "law/list.json": b"old list"}
NEW = {"law/a.pdf": b"new a", "law/c.xml": b"new c", "law/list.json": b"new list"}
LAST = "law/list.json"


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def held(root: Path) -> dict[str, bytes]:
    return {
        name: path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not (name := path.relative_to(root).as_posix()).startswith(".zheng")
    }


def put(
    root: Path, before: dict[str, bytes], after: dict[str, bytes], name: str = "law"
) -> Replaced:
    place = Placement(root, name)
    write(place.begin(), after)
    return place.finish(hashes(before), LAST)


def test_new_files_take_the_place_of_old_ones(tmp_path: Path) -> None:
    assert put(tmp_path, {}, OLD) == Replaced()
    assert held(tmp_path) == OLD
    assert put(tmp_path, OLD, NEW) == Replaced(removed=("law/b.epub",))
    assert held(tmp_path) == NEW
    assert not list((tmp_path / ".zhengben").iterdir())


def test_what_somebody_altered_or_added_is_kept(tmp_path: Path) -> None:
    put(tmp_path, {}, OLD)
    write(tmp_path, {"law/a.pdf": b"mine", "law/b.epub": b"mine too", "law/c.xml": b"a stranger",
                     "law/notes.txt": b"notes"})  # fmt: skip
    done = put(tmp_path, OLD, NEW)
    assert done.kept == ("law/a.pdf.altered", "law/b.epub.altered", "law/c.xml.altered")
    assert held(tmp_path) == NEW | {
        "law/a.pdf.altered": b"mine",
        "law/b.epub.altered": b"mine too",
        "law/c.xml.altered": b"a stranger",
        "law/notes.txt": b"notes",
    }
    write(tmp_path, {"law/a.pdf": b"mine again"})
    assert put(tmp_path, NEW, OLD).kept == ("law/a.pdf.altered-2",)


def test_a_link_in_the_way_is_kept_as_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.pdf"
    elsewhere.write_bytes(OLD["law/a.pdf"])
    root = tmp_path / "dist"
    put(root, {}, OLD)
    (root / "law/a.pdf").unlink()
    (root / "law/a.pdf").symlink_to(elsewhere)
    assert put(root, OLD, NEW).kept == ("law/a.pdf.altered",)
    assert elsewhere.read_bytes() == OLD["law/a.pdf"]
    assert (root / "law/a.pdf.altered").is_symlink()


OPERATIONS = ("replace", "unlink", "fsync", "mkdir", "rmdir")


def dying_at(count: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the process die before its nth operation on files; return what it did until then."""
    done = list[str]()

    def dies(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def operation(*arguments: object, **more: object) -> object:
            if len(done) == count:
                raise SystemExit("killed")
            done.append(name)
            return real(*arguments, **more)

        return operation

    for name in OPERATIONS:
        monkeypatch.setattr(os, name, dies(name, getattr(os, name)))
    return done


def test_killed_at_any_operation_the_old_is_whole_or_the_next_run_finishes(tmp_path: Path) -> None:
    ended = 0
    for count in range(200):
        root = tmp_path / str(count)
        put(root, {}, OLD)
        write(root, {"law/b.epub": b"mine", "law/notes.txt": b"notes"})
        write(root / "law-2018", {"x.pdf": b"a neighbour"})
        before = held(root)
        with pytest.MonkeyPatch.context() as patch:
            dying_at(count, patch)
            try:
                put(root, OLD, NEW)
                ended += 1
            except SystemExit:
                pass
        decided = (root / ".zhengben/law.made").exists() or ended
        if not decided:
            assert held(root) == before, count
        Placement(root, "law").recover()
        mine = {"law/b.epub.altered": b"mine", "law/notes.txt": b"notes"}
        whole = NEW | mine | {"law-2018/x.pdf": b"a neighbour"} if decided else before
        assert held(root) == whole, count
        Placement(root, "law").recover()
        assert held(root) == whole, count
        if ended:
            break
    assert ended
    assert count > 15


def test_what_is_moved_into_place_is_on_the_disk_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = list[str]()
    opened = dict[int, str]()
    real_open, real_replace = os.open, os.replace

    def opening(path: str | Path, *more: int, **named: int) -> int:
        handle = real_open(path, *more, **named)
        opened[handle] = Path(path).name
        return handle

    def replacing(source: str | Path, target: str | Path) -> None:
        done.append(f"{Path(source).name} > {Path(target).name}")
        real_replace(source, target)

    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "replace", replacing)
    monkeypatch.setattr(os, "fsync", lambda handle: done.append(opened[handle]))
    put(tmp_path, {}, OLD)
    decided = done.index("law.making > law.made")
    assert {"a.pdf", "b.epub", "list.json", "plan.json", "law", "files"} <= {*done[:decided]}
    assert done[decided + 1] == ".zhengben"
    # the list of all others is moved last, after the folder they stand in was flushed
    last = done.index("list.json > list.json")
    assert done[last - 2 : last] == ["law", tmp_path.name]
    assert "law" in done[last:]


def test_killed_while_it_recovers_it_is_finished_by_the_run_after(tmp_path: Path) -> None:
    for count in range(40):
        root = tmp_path / str(count)
        put(root, {}, OLD)
        place = Placement(root, "law")
        write(place.begin(), NEW)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Placement, "_move", lambda self: Replaced())
            place.finish(hashes(OLD), LAST)
        with pytest.MonkeyPatch.context() as patch:
            dying_at(count, patch)
            try:
                place.recover()
                break
            except SystemExit:
                pass
        place.recover()
        assert held(root) == NEW, count
    assert count > 5


FILES = st.dictionaries(
    st.sampled_from(["law/a", "law/b", "law/data/c", "law/list.json", "law.tar"]),
    st.sampled_from([b"1", b"2", b"3"]),
)


@settings(
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=FILES, there=FILES, new=FILES)
def test_no_byte_that_the_press_did_not_write_is_ever_lost(
    made: dict[str, bytes], there: dict[str, bytes], new: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    root = tmp_path_factory.mktemp("place")
    write(root, there)
    put(root, made, new)
    now = held(root)
    assert new.items() <= now.items()
    for name, data in there.items():
        if name not in {*made, *new}:
            assert now[name] == data
        elif data not in (made.get(name), new.get(name)):
            assert now[f"{name}.altered"] == data
    for name in made.keys() - new.keys():
        assert name not in now


def test_a_neighbour_with_a_longer_name_is_never_swept(tmp_path: Path) -> None:
    other = Placement(tmp_path, "law-2018")
    write(other.begin(), {"law-2018/a": b"under way"})
    Placement(tmp_path, "law").recover()
    put(tmp_path, {}, OLD)
    assert (other.making / "files/law-2018/a").read_bytes() == b"under way"


def test_a_second_process_is_told_who_holds_the_lock_and_waits(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; "
        "from zhengben.files.holding import locked\n"
        "with locked(Path(sys.argv[1], 'law')):\n print('held', flush=True); time.sleep(60)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    told = list[str]()

    def waiting(holder: str) -> None:
        told.append(holder)
        # its lock is given back however it ends
        other.kill()

    started = time.monotonic()
    with locked(tmp_path / "law", waiting):
        assert time.monotonic() - started < 30
    other.wait()
    other.stdout.close()
    assert told == [f"process {other.pid}"]
    with (
        locked(tmp_path / "law", told.append),
        locked(tmp_path / "law-2", told.append),
    ):
        assert len(told) == 1


def test_who_holds_a_place_may_hold_it_once_more(tmp_path: Path) -> None:
    holder = tmp_path / ".zhengben/law.holder"
    with locked(tmp_path / "law"):
        with locked(tmp_path / "law"):
            pass
        assert holder.read_text() == f"process {os.getpid()}"
    assert not holder.exists()


def test_all_that_was_decided_below_a_folder_is_finished(tmp_path: Path) -> None:
    for name in ("law", "decree"):
        place = Placement(tmp_path, name)
        write(place.begin(), {f"{name}/list.json": name.encode()})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Placement, "_move", lambda self: Replaced())
            place.finish({}, f"{name}/list.json")
        assert place.is_decided
    recover_all(tmp_path)
    assert held(tmp_path) == {"decree/list.json": b"decree", "law/list.json": b"law"}
    recover_all(tmp_path / "nowhere")


def test_content_and_output_lie_apart_by_their_real_paths(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "law").mkdir(parents=True)
    (tmp_path / "link").symlink_to(content)
    for output in (content, tmp_path / "link", content / "law", content / "dist", tmp_path):
        with pytest.raises(UsageError, match="choose another folder with --output"):
            require_apart(content, output)
    require_apart(content, tmp_path / "dist")


def test_strangers_are_named(tmp_path: Path) -> None:
    put(tmp_path, {}, OLD)
    write(tmp_path / "law", {"mine.txt": b"", "more/x": b""})
    listed = {name.removeprefix("law/"): digest for name, digest in hashes(OLD).items()}
    assert strangers(tmp_path / "law", listed) == ("mine.txt", "more/x")


@pytest.mark.parametrize(
    "plan",
    [
        "{",
        "[]",
        '{"before": {}, "after": {}}',
        '{"before": {"../own.txt": ""}, "after": {}, "last": ""}',
        '{"before": {"/own.txt": ""}, "after": {}, "last": ""}',
        '{"before": {}, "after": {"law/../../own.txt": ""}, "last": ""}',
    ],
)
def test_a_plan_that_the_press_did_not_write_is_refused(plan: str, tmp_path: Path) -> None:
    own, place = tmp_path / "own.txt", Placement(tmp_path / "dist", "law")
    own.write_text("mine")
    place.made.mkdir(parents=True)
    (place.made / "plan.json").write_text(plan, "utf-8")
    with pytest.raises(UsageError, match="is not as the press wrote it"):
        place.recover()
    assert own.read_text() == "mine"
    assert place.made.is_dir()
