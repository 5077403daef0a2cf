"""An ordinary user among files of others: every command ends in one sentence, or does its work."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.campaign.ring import forked, held, here

NOBODY = 65534
PAGE = "某法\n\n第一條　爲試驗而設。\n\n第二條　自公佈之日起施行。\n\n2020年1月2日\n"
pytestmark = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)


@pytest.fixture(scope="module")
def loaded(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load what the commands need: Python itself may lie where only root can read it."""
    folder = tmp_path_factory.mktemp("loaded")
    law(project, folder)
    (folder / "page.txt").write_text(PAGE, "utf-8")
    page = str(folder / "page.html")
    for words in (
        command(folder, "deposit", "--without-validators"),
        command(folder, "check", "--json"),
        command(folder, "proof"),
        command(folder, "script", "law", "--to", "zh-Hant", "--html", page),
        command(folder, "new", str(folder / "page.txt"), "--name", "two"),
        command(folder, "new", "law", "--again"),
        ["verify", str(folder / "dist/law.bag"), "--html", page],
    ):
        assert here(words)[0] in (0, 1, 4)


def law(project: Path, folder: Path) -> None:
    """Copy the smallest document into a folder's content, in the edition that is soonest made."""
    shutil.copytree(project / "content" / "specimen-law", folder / "content" / "law")
    toml = folder / "content" / "law" / "document.toml"
    limits = 'editions = ["akoma-ntoso"]\nscripts = ["zh-Hans"]\n'
    toml.write_text(limits + toml.read_text("utf-8"), "utf-8")


@pytest.fixture(scope="module")
def deposited(project: Path, loaded: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a published law, of which each test has a copy."""
    folder = tmp_path_factory.mktemp("deposited") / "made"
    law(project, folder)
    (folder / "page.txt").write_text(PAGE, "utf-8")
    (folder / "mine").mkdir()
    status, told = forked(command(folder, "deposit", "--without-validators"))
    assert (status, told) == (0, "")
    return folder


@pytest.fixture
def folder(deposited: Path) -> Iterator[Path]:
    """Return a project that root owns and everybody may read, with a published law."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(deposited, folder, dirs_exist_ok=True)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
        os.chown(folder / "mine", NOBODY, NOBODY)
        yield folder


def command(folder: Path, *words: str, output: str = "dist") -> list[str]:
    folders = ["--content", str(folder / "content")]
    if words[0] not in ("new", "script", "show", "canon", "lint"):
        folders += ["--output", str(folder / output)]
    return [*words, *folders]


def as_nobody(
    folder: Path, words: list[str], variables: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run a command as a user who owns nothing but the folder “mine”."""

    def become() -> None:
        mine = str(folder / "mine")
        os.environ.update(
            {"HOME": mine, "ZHENGBEN_CACHE": mine, "TMPDIR": mine} | (variables or {})
        )
        tempfile.tempdir = None
        os.setgid(NOBODY)
        os.setgroups([])
        os.setuid(NOBODY)

    return forked(words, become)


@pytest.mark.parametrize("words", [
    ("publish", "--force"), ("deposit", "--without-validators"),
])  # fmt: skip
def test_editions_that_another_owns_are_refused_with_the_way_out(
    words: tuple[str, ...], folder: Path
) -> None:
    before = held(folder)
    status, told = as_nobody(folder, command(folder, *words))
    assert status == 3, told
    assert told.count("\n") == 1
    assert "permission denied" in told
    assert told.endswith("choose a folder of your own, with --output.\n")
    assert held(folder) == before
    # what it says helps
    assert as_nobody(folder, command(folder, *words, output="mine/dist")) == (0, "")
    assert (folder / "mine/dist/law/manifest.json").is_file()


def test_what_is_up_to_date_needs_no_leave(folder: Path) -> None:
    assert as_nobody(folder, command(folder, "publish")) == (0, "")


@pytest.mark.parametrize("words", [
    ("check", "--json"), ("canon",), ("show", "law"), ("lint",),
    ("script", "law", "--to", "zh-Hant"),
])  # fmt: skip
def test_what_only_reads_works_among_files_of_others(words: tuple[str, ...], folder: Path) -> None:
    status, told = as_nobody(folder, command(folder, *words))
    assert status in (0, 1), told
    assert told == ""


def test_content_that_another_owns_takes_no_new_document(folder: Path) -> None:
    for words in (("new", str(folder / "page.txt"), "--name", "two"), ("new", "law", "--again")):
        status, told = as_nobody(folder, command(folder, *words))
        assert (status, told.count("\n")) == (4, 1), told
        assert "permission denied" in told.lower()


@pytest.mark.parametrize("file", ["document.toml", "canonical.txt", "capture.txt"])
@pytest.mark.parametrize("verb", ["publish", "deposit", "check", "canon", "show", "lint", "script"])
def test_a_file_that_may_not_be_read_is_named(verb: str, file: str, folder: Path) -> None:
    path = next((folder / "content/law").glob(f"{Path(file).stem}*"))
    path.chmod(0o600)
    more = {"script": ("law", "--to", "zh-Hant"), "deposit": ("--without-validators",),
            "show": ("law",)}.get(verb, ())  # fmt: skip
    output = "mine/dist" if verb in ("publish", "deposit") else "dist"
    status, told = as_nobody(folder, command(folder, verb, *more, output=output))
    needs_it = not (verb in ("check", "show", "script") and file == "capture.txt")
    if not needs_it:
        return
    assert status in ((1, 4) if verb == "lint" else (4,)), told
    if status == 4:
        assert told.count("\n") == 1
        assert path.name in told


@pytest.mark.parametrize("name", ["script", "verify"])
def test_a_page_where_nobody_may_write_is_refused(name: str, folder: Path) -> None:
    page = folder / "page.html"
    words = ["verify", str(folder / "dist/law.bag"), "--html", str(page)]
    if name == "script":
        words = command(folder, "script", "law", "--to", "zh-Hant", "--html", str(page))
    status, told = as_nobody(folder, words)
    assert (status, told) == (
        3,
        f"zhengben: {page}: cannot be used (permission denied); "
        "ask its owner for leave, or choose a folder of your own.\n",
    )


def test_sheets_where_nobody_may_write_are_refused(folder: Path) -> None:
    status, told = as_nobody(folder, command(folder, "proof", "--to", str(folder / "sheets")))
    # the law has no pages here, so that nothing has to be written
    assert (status, told) == (0, "")
    assert not (folder / "sheets").exists()


def test_a_cache_that_is_not_one_s_own_is_refused(folder: Path) -> None:
    words = command(folder, "publish", "--force", output="mine/dist")
    status, told = as_nobody(folder, words, {"ZHENGBEN_CACHE": str(folder)})
    assert (status, told.count("\n")) == (3, 1)
    assert "ZHENGBEN_CACHE" in told


def test_no_folder_for_temporary_files_is_needed_where_none_is_there(folder: Path) -> None:
    words = command(folder, "publish", "--force", output="mine/dist")
    assert as_nobody(folder, words, {"TMPDIR": str(folder / "dist")}) == (0, "")
