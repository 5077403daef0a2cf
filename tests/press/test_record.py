"""A state that knows: what it says stands, stands, whatever was done to files and clocks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.press import choice as choosing
from zhengben.press import documents
from zhengben.press.choice import choose_editions
from zhengben.press.published import Wish
from zhengben.press.record import (
    artefact_stamps,
    document_stamps,
    files_kept,
    path_of,
    read_record,
    write_record,
)
from zhengben.press.surroundings import Surroundings

XML = "law.zh-Hans.akn.xml"
ENTRY = '[[instrument]]\nid = "{0}"\ntitle = "{1}"\nsymbol = "{2}"\n'


def published(folder: Path, project: Path) -> Path:
    """Publish the smallest document in the edition that is soonest made, and return its project."""
    law = folder / "content/law"
    shutil.copytree(project / "content/specimen-law", law)
    toml = law / "document.toml"
    limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
    toml.write_text(limits + toml.read_text("utf-8"), "utf-8")
    register(folder, cited="档案法", other="无人引用的公约")
    age(folder)
    assert publish(folder) == 0
    return folder


def register(folder: Path, cited: str, other: str, symbol: str = "A/1") -> None:
    (folder / "content/register").mkdir(exist_ok=True)
    text = 'script = "zh-Hans"\n' + ENTRY.format("one", cited, symbol)
    text += ENTRY.format("other", other, symbol)
    (folder / "content/register/r.toml").write_text(text, "utf-8")


def age(folder: Path) -> None:
    """Wait until nothing is younger than the grain of this file system's clock."""
    time.sleep(0.03)


def publish(folder: Path, *words: str) -> int:
    folders = ("--content", str(folder / "content"), "--output", str(folder / "dist"))
    return main(["publish", *folders, *words])


def kept(folder: Path) -> int | None:
    around = Surroundings(folder / "content", Assets.find())
    return files_kept(folder / "content/law", folder / "dist", around.stamp, Wish().request)


def stands(folder: Path) -> bool:
    """Tell by content alone whether nothing has to be made."""
    content = folder / "content/law"
    return choose_editions(content, folder / "dist/law", Assets.find(), Wish()).is_done


@pytest.fixture(autouse=True)
def fine_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust stamps after as short a time as the file system at hand allows."""
    monkeypatch.setattr("zhengben.files.stamps.is_settled.__defaults__", (20_000_000,))


@pytest.fixture(scope="module")
def whole(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose document stands; no test changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhengben.files.stamps.is_settled.__defaults__", (20_000_000,))
        return published(tmp_path_factory.mktemp("whole"), project)


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of the project, seen to stand."""
    return copied(whole, tmp_path / "copy")


def copied(whole: Path, folder: Path) -> Path:
    shutil.copytree(whole, folder)
    age(folder)
    assert publish(folder) == 0
    assert kept(folder) == 1
    return folder


def test_a_build_is_remembered(whole: Path) -> None:
    assert kept(whole) == 1


def test_a_copy_is_hashed_once_and_then_known(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path / "copy")
    assert kept(tmp_path / "copy") is None
    age(tmp_path)
    assert publish(tmp_path / "copy") == 0
    assert kept(tmp_path / "copy") == 1


def put_back(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change a file and put its time back."""
    stat = path.stat()
    path.write_bytes(change(path.read_bytes()))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def renamed_over(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Put another file in the place of one, with its times."""
    stat, other = path.stat(), path.with_name("other")
    other.write_bytes(change(path.read_bytes()))
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    os.replace(other, path)


def moved_aside(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Have a link lead to a changed file in the place of one."""
    path.with_name("aside").write_bytes(change(path.read_bytes()))
    path.unlink()
    path.symlink_to("aside")


def added(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.with_name("added.txt").write_bytes(change(b"new"))


def removed(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.unlink()


HOW = (put_back, renamed_over, moved_aside, added, removed)
WHERE = ("content/law/canonical.txt", "content/law/document.toml", "content/law/capture.md",
         f"dist/law/{XML}", "dist/law/manifest.json", "dist/law/machine.json",
         "content/register/r.toml", "dist/.zhengben/law.record")  # fmt: skip
CHANGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data,
    lambda data: data[:-1],
    lambda data: data.swapcase(),
    lambda data: data.replace("文献".encode(), "档案".encode()),
    lambda data: data.replace(b'"A/1"', b'"A/2"'),
    lambda data: b"",
)


def test_no_change_is_taken_for_none(whole: Path, tmp_path: Path) -> None:
    folder = copied(whole, tmp_path / "copy")

    @settings(max_examples=40)
    @given(st.lists(st.tuples(st.sampled_from(HOW), st.sampled_from(WHERE),
                              st.sampled_from(CHANGES)), min_size=1, max_size=2))  # fmt: skip
    def holds(done: list[tuple[Callable[..., None], str, Callable[[bytes], bytes]]]) -> None:
        for how, where, change in done:
            if (folder / where).is_file():
                how(folder / where, change)
        try:
            by_content = stands(folder)
        except Exception:
            by_content = False
        # what is said to stand stands; the reverse may be: a doubt costs time alone
        assert kept(folder) is None or by_content
        for name in ("content", "dist"):
            shutil.rmtree(folder / name)
            shutil.copytree(whole / name, folder / name)
        age(folder)
        assert publish(folder) == 0

    holds()


def test_a_change_within_a_tick_of_the_clock_is_noticed(folder: Path) -> None:
    """Files are altered as soon as they were put in place, again and again, in the same length."""
    xml = folder / "dist/law" / XML
    for number in range(5):
        assert publish(folder, "--force") == 0
        put_back(xml, lambda data: data.swapcase())
        assert kept(folder) is None, number
        assert not stands(folder)


def test_a_fresh_file_is_not_trusted(tmp_path: Path) -> None:
    from zhengben.document.artefacts import sha256

    (tmp_path / "a").write_bytes(b"x")
    assert artefact_stamps(tmp_path, {"a": sha256(b"x")}) == {}
    age(tmp_path)
    assert set(artefact_stamps(tmp_path, {"a": sha256(b"x")})) == {"a"}
    assert artefact_stamps(tmp_path, {"a": sha256(b"y")}) == {}


@pytest.mark.parametrize("damage", [
    b"", b"{", b"[]", b'{"version": 1}', b'{"version": 2}', b"\xff\xfe", b"null",
    b'{"version": 1, "document": {"a": [1]}, "artefacts": {}}', b"[" * 10_000,
])  # fmt: skip
def test_a_record_that_cannot_be_read_costs_time_alone(folder: Path, damage: bytes) -> None:
    path_of(folder / "dist", "law").write_bytes(damage)
    assert read_record(folder / "dist", "law") is None
    assert kept(folder) is None
    assert publish(folder) == 0
    assert kept(folder) == 1


def test_a_record_answers_what_it_was_asked_alone(folder: Path) -> None:
    around = Surroundings(folder / "content", Assets.find()).stamp
    for wish in (Wish(editions=("e-reader",)), Wish(scripts=("zh-Hant",)), Wish(everything=True),
                 Wish(accept_open_questions=True)):  # fmt: skip
        assert files_kept(folder / "content/law", folder / "dist", around, wish.request) is None
    assert publish(folder, "--all") == 0
    wish = Wish(everything=True)
    assert files_kept(folder / "content/law", folder / "dist", around, wish.request) == 1
    assert kept(folder) == 1


def test_what_a_killed_run_decided_is_never_passed_over(folder: Path) -> None:
    made = folder / "dist/.zhengben/law.made"
    made.mkdir()
    (made / "plan.json").write_text('{"before": {}, "after": {}, "last": "law/manifest.json"}')
    assert kept(folder) is None


def test_an_unwritable_workshop_is_no_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path_of(folder / "dist", "law").unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhengben.press.record.os.replace", full)
    assert publish(folder) == 0
    assert capsys.readouterr().err == ""
    assert not list((folder / "dist/.zhengben").glob("law.record*"))


def test_an_entry_touches_only_those_who_cite_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cites = "档案法" in (folder / "content/law/canonical.txt").read_text("utf-8")
    register(folder, cited="档案法", other="无人引用的条约")
    capsys.readouterr()
    assert publish(folder, "--why") == 0
    assert capsys.readouterr().out.startswith("law: up to date")
    toml = folder / "content/law/canonical.txt"
    title = toml.read_text("utf-8")[:3]
    assert not cites
    # a title that the text holds
    register(folder, cited=title, other="无人引用的条约")
    assert publish(folder, "--why") == 0
    assert "law: zh-Hans akoma-ntoso: in the register, one changed\n" in capsys.readouterr().out


def test_why_an_edition_is_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def why(*words: str) -> str:
        capsys.readouterr()
        assert publish(folder, "--why", *words) == 0
        told = [line for line in capsys.readouterr().out.split("\n") if "akoma-ntoso: " in line]
        return told[0].partition("akoma-ntoso: ")[2] if told else ""

    assert why() == ""
    assert why("--force") == "asked for with --force"
    toml = folder / "content/law/document.toml"
    toml.write_text(toml.read_text("utf-8").replace("2020-02-29", "2020-03-01", 1), "utf-8")
    assert why() == "document.toml changed"
    (folder / "content/names.toml").write_text("")
    assert why() == "names.toml changed, which holds for all documents"
    put_back(folder / "dist/law" / XML, bytes.swapcase)
    assert why() == f"{XML} was altered"
    (folder / "dist/law" / XML).unlink()
    assert why() == f"{XML} is not there any more"
    (folder / "content/names.toml").unlink()
    path_of(folder / "dist", "law").unlink()
    assert why() == "text, register or software are others than the manifest names"
    shutil.rmtree(folder / "dist")
    assert why() == "not made before"


def test_rehash_believes_no_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that lies, as only one that somebody forged does, is believed, but not with this."""
    xml = folder / "dist/law" / XML
    put_back(xml, bytes.swapcase)
    record = read_record(folder / "dist", "law")
    assert record is not None
    stat = xml.stat()
    forged = stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino
    write_record(
        folder / "dist", "law", replace(record, artefacts={**record.artefacts, XML: forged})
    )
    assert kept(folder) == 1
    capsys.readouterr()
    assert publish(folder, "--rehash", "--why") == 0
    assert f"{XML} was altered" in capsys.readouterr().out
    assert stands(folder)


def test_a_press_that_changes_while_it_runs_makes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from zhengben.press import surroundings

    monkeypatch.setattr(surroundings, "packages", lambda: ["lxml 99"])
    # as the stamp of their folder would have it
    monkeypatch.setattr(surroundings, "_hashed", {})
    before = (folder / "dist/law" / XML).read_bytes()
    assert publish(folder, "--force") == 2
    assert "The press itself was changed while it ran; begin again." in capsys.readouterr().err
    assert (folder / "dist/law" / XML).read_bytes() == before


def test_deciding_takes_less_than_a_millisecond_a_document(folder: Path) -> None:
    content, output = folder / "content", folder / "dist"
    names = [f"law-{number}" for number in range(100)]
    record = read_record(output, "law")
    assert record is not None
    for name in names:
        shutil.copytree(content / "law", content / name)
        shutil.copytree(output / "law", output / name)
    age(folder)
    listed = json.loads((output / "law/manifest.json").read_text("utf-8"))["artefacts"]
    for name in names:
        stamps = artefact_stamps(output / name, {a["file"]: a["sha256"] for a in listed})
        known = replace(record, document=document_stamps(content / name), artefacts=stamps)
        write_record(output, name, known)
    stamp = Surroundings(content, Assets.find()).stamp
    request = Wish().request
    began = time.process_time()
    assert all(files_kept(content / name, output, stamp, request) for name in names)
    assert (time.process_time() - began) / len(names) < 0.001


def test_finding_documents_grows_with_their_number(tmp_path: Path) -> None:
    names = [f"law-{number}" for number in range(20_000)]
    began = time.process_time()
    documents._require_names_apart(tmp_path, map(tmp_path.joinpath, names), names)
    assert time.process_time() - began < 2


def test_where_nothing_is_to_be_made_nothing_dear_is_imported(folder: Path) -> None:
    code = (
        "import sys\nfrom zhengben.cli.main import main\nfrom zhengben.files import stamps\n"
        "stamps.is_settled.__defaults__ = (20_000_000,)\n"
        f"main(['publish', '--content', {str(folder / 'content')!r}])\n"
        "dear = ('zhengben.source', 'zhengben.conversion', 'zhengben.capture', 'jinja2', 'lxml',\n"
        "        'multiprocessing', 'zhengben.press.publish')\n"
        "print([name for name in dear if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "law: up to date" in done.stdout, done.stdout
    assert done.stdout.endswith("\n[]\n")


def test_the_choice_takes_stamps_before_it_reads(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is saved while a document is read is never remembered as what was read."""
    toml = folder / "content/law/document.toml"
    real = choosing.Source.open

    def saving(path: Path) -> object:
        source = real(path)
        put_back(toml, lambda data: data.replace("议会".encode(), "大会".encode()))
        return source

    monkeypatch.setattr(choosing.Source, "open", saving)
    publish(folder, "--rehash")
    monkeypatch.undo()
    assert kept(folder) is None or stands(folder)
