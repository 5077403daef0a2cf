"""Every command at a machine that takes or gives nothing: one sentence, and nothing is lost."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

import zhengben.proofsheets.contact_sheets  # noqa: F401 (only root may read it below)
from tests.campaign.base import ANSWERS, LIMITS, PAGE
from tests.campaign.ring import Fault, copies, forked, held, here
from tests.installations import let_in

PDF = "law.zh-Hans.handout.pdf"


@pytest.fixture(scope="module")
def made(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a project with a law, published and deposited, and a page of it to draw."""
    folder = tmp_path_factory.mktemp("refused") / "made"
    law = folder / "content/law"
    shutil.copytree(project / "content/specimen-law", law)
    toml = law / "document.toml"
    toml.write_text(LIMITS.format("zh-Hans") + toml.read_text("utf-8"), "utf-8")
    (folder / "page.txt").write_text(PAGE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHENGBEN_CACHE", str(tmp_path_factory.mktemp("cache")))
        answers = [word for answer in ANSWERS for word in ("--set", answer)]
        content = ["--content", str(folder / "content")]
        first = ["new", str(folder / "page.txt"), "--name", "page", *answers]
        assert here([*first, *content]) == (0, "")
        output = ["--output", str(folder / "dist")]
        assert here(["deposit", "law", "--without-validators", *content, *output]) == (0, "")
        pdf = pikepdf.new()
        pdf.add_blank_page()
        pdf.save(folder / "dist/law" / PDF)
        manifest = folder / "dist/law/manifest.json"
        listed = json.loads(manifest.read_text("utf-8"))
        data = {"file": PDF, "edition": "handout", "media_type": "application/pdf", "pages": 1}
        listed["artefacts"].append({**listed["artefacts"][0], **data})
        manifest.write_text(json.dumps(listed), "utf-8")
        yield folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return next(copies(made, tmp_path / "work"))


COMMANDS: dict[str, list[str]] = {
    "publish": ["publish", "law", "--force", "CONTENT", "OUTPUT"],
    "deposit": ["deposit", "law", "--without-validators", "CONTENT", "OUTPUT"],
    "check": ["check", "law", "CONTENT", "OUTPUT"],
    "proof": ["proof", "law", "CONTENT", "OUTPUT"],
    "proof to": ["proof", "law", "CONTENT", "OUTPUT", "--to", "/sheets"],
    "new": ["new", "/page.txt", "--name", "two", "CONTENT"],
    "again": ["new", "page", "--again", "CONTENT"],
    "dry run": ["new", "/page.txt", "--dry-run", "CONTENT"],
    "script": ["script", "law", "--to", "zh-Hant", "CONTENT"],
    "script page": ["script", "law", "--to", "zh-Hant", "CONTENT", "--html", "/law.html"],
    "verify": ["verify", "/dist/law.bag.tar"],
    "verify page": ["verify", "/dist/law.bag", "--html", "/law.html"],
    "canon": ["canon", "law", "CONTENT"],
    "show": ["show", "law", "CONTENT"],
    "lint": ["lint", "law", "CONTENT"],
    "explain": ["check", "--explain", "all"],
}  # fmt: skip
# what writes of its own accord, beside what it prints
WRITES = ("publish", "deposit", "proof", "proof to", "new", "again", "script page", "verify page")


def words(name: str, folder: Path) -> list[str]:
    """Return a command line at a project: what begins with a slash lies in its folder."""
    folders = {"CONTENT": ["--content", str(folder / "content")],
               "OUTPUT": ["--output", str(folder / "dist")]}  # fmt: skip
    found = list[str]()
    for word in COMMANDS[name]:
        found += folders.get(word, [f"{folder}{word}" if word.startswith("/") else word])
    return found


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("name", WRITES)
def test_a_disk_that_takes_nothing_is_one_sentence(name: str, number: int, folder: Path) -> None:
    before = held(folder)
    status, told = forked(words(name, folder), Fault(folder, 0, number).install)
    assert told.count("\n") == 1, told
    assert told.startswith(f"zhengben: {folder}")
    assert f"({os.strerror(number).lower()}); " in told or os.strerror(number) in told
    # the name that the user knows, not that of a file beside it
    assert "/." not in told.replace("/.zhengben/", "/")
    assert status == (4 if f"{folder}/content/" in told else 3)
    assert (status == 4) is (name in ("new", "again"))
    assert held(folder) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is always full here")
@pytest.mark.parametrize("name", WRITES)
def test_a_disk_that_fills_up_names_the_file(name: str, folder: Path) -> None:
    before = held(folder)
    fault = Fault(folder, 0, errno.ENOSPC, late=True)
    status, told = forked(words(name, folder), fault.install)
    assert (status, told.count("\n")) == (4 if name in ("new", "again") else 3, 1), told
    assert told.startswith(f"zhengben: {folder}")
    assert "no space left on device" in told.lower()
    assert held(folder) == before


def file(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    path.write_text("mine")


def circle(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def elsewhere(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


@pytest.mark.parametrize(
    ("name", "place", "lies", "status"),
    [
        ("publish", "dist", file, 3), ("deposit", "dist", file, 3), ("proof", "dist", file, 2),
        ("check", "dist", file, 2), ("publish", "dist", circle, 3), ("proof to", "sheets", file, 3),
        ("proof", "dist/proof", file, 3), ("publish", "dist/law", elsewhere, 2),
        ("deposit", "dist/law", elsewhere, 2), ("deposit", "dist/law.bag", elsewhere, 2),
        ("publish", "dist/.zhengben", file, 3), ("new", "content/.zhengben", file, 4),
        ("again", "content/.zhengben", file, 4), ("publish", "content", file, 2),
        ("canon", "content/law/canonical.txt", circle, 4), ("new", "page.txt", circle, 4),
        ("script page", "law.html", circle, 2), ("publish", "dist/law/manifest.json", circle, 2),
        ("publish", "dist/law/manifest.json", pipe, 2),
        ("check", "dist/law/manifest.json", pipe, 2),
        ("show", "content/law/canonical.txt", pipe, 4),
        ("lint", "content/law/document.toml", pipe, 4),
        ("canon", "content/law/capture.md", pipe, 4),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_one_sentence(
    name: str, place: str, lies: Callable[[Path], None], status: int, folder: Path
) -> None:
    path = folder / place
    if lies is not elsewhere and path.is_file():
        path.unlink()
    lies(path)
    before = held(folder)
    ended, told = forked(words(name, folder))
    assert (ended, told.count("\n")) == (status, 1), told
    assert str(folder) in told
    assert held(folder) == before


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)
@pytest.mark.parametrize("name", ["publish", "deposit", "check", "proof", "verify"])
def test_what_was_published_and_may_not_be_read_is_named(name: str, folder: Path) -> None:
    let_in(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    (folder / "dist/law/manifest.json").chmod(0o600)
    (folder / "dist/law.bag.tar").chmod(0o600)

    def become() -> None:
        os.environ["ZHENGBEN_CACHE"] = ""
        os.setuid(65534)

    before = held(folder)
    status, told = forked(words(name, folder), become)
    if name == "verify":
        assert (status, told) == (1, "")
    else:
        path = folder / "dist/law/manifest.json"
        assert (status, told.count("\n")) == (3, 1), told
        assert told.startswith(f"zhengben: {path}: cannot be used (permission denied); ask its")
    assert held(folder) == before


def test_sheets_without_the_mark_are_kept_and_all_named_before_any_is_drawn(folder: Path) -> None:
    sheets = folder / "dist/proof"
    sheets.mkdir()
    for name in ("law.zh-Hans.handout.png", "law.zh-Hans.handout.changes.png", "mine.png"):
        (sheets / name).write_text("of an earlier version")
    before = held(folder)
    status, told = forked([*words("proof", folder), "--against", str(folder / "dist")])
    assert (status, told) == (
        2,
        f"zhengben: {sheets} holds files that bear no mark of the press, so they are kept "
        "(law.zh-Hans.handout.png, law.zh-Hans.handout.changes.png); choose another folder with "
        "--to, or remove them if an earlier version made them.\n",
    )
    assert held(folder) == before
    # both ways out lead out
    for path in sheets.glob("law.*"):
        path.unlink()
    assert forked(words("proof", folder)) == (0, "")
    assert (sheets / "mine.png").read_text() == "of an earlier version"


def run(name: str, folder: Path, shell: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell that does something to its standard streams."""
    command = [sys.executable, "-m", "zhengben", *words(name, folder)]
    return subprocess.run(
        ["sh", "-c", f'"$@" {shell}', "sh", *command],
        env={**os.environ, "ZHENGBEN_CACHE": str(folder / "cache"), **variables},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_folder_in_han_is_no_fault_in_a_locale_of_ascii(project: Path, tmp_path: Path) -> None:
    """The press starts again in UTF-8, in which names of files are text."""
    content, site = tmp_path / "文本 甲" / "content", tmp_path / "正本"
    shutil.copytree(project / "content/specimen-law", content / "law")
    site.symlink_to(project)
    command = ["publish", "law", "--edition", "handout", "--content", str(content)]
    done = subprocess.run(
        [sys.executable, "-m", "zhengben", *command, "--output", str(content.with_name("成品"))],
        env={**os.environ, "PYTHONPATH": str(site), "ZHENGBEN_CACHE": str(tmp_path / "快取"),
             "PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "文本 甲/成品/law").is_dir()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device is always full here")
@pytest.mark.parametrize("name", COMMANDS)
def test_standard_output_that_takes_nothing_is_one_sentence(name: str, folder: Path) -> None:
    done = run(name, folder, ">/dev/full")
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert done.stderr.startswith("zhengben: What was to be printed")
    assert "(no space left on device); make room on the disk and start again." in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_standard_streams_that_are_closed_or_plain_are_no_fault(name: str, folder: Path) -> None:
    ended = {run(name, folder, "").returncode}
    assert ended <= {0, 1}
    shutil.rmtree(folder / "content/two", ignore_errors=True)
    for shell in (">&-", "2>&-", ">&- 2>&- <&-", "| true"):
        done = run(name, folder, shell)
        # of a pipe the shell tells how its last command ended
        assert done.returncode in (ended if shell != "| true" else {0}), (shell, done.stderr)
        assert done.stderr == ""
        shutil.rmtree(folder / "content/two", ignore_errors=True)
    done = run(name, folder, "", PYTHONUTF8="0", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (done.returncode in ended, done.stderr) == (True, "")
    assert done.stdout.isascii()
