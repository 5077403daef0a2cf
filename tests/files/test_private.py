"""A cache is the user's own, or there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhengben.document.errors import SetupError
from zhengben.files.private import cache_folder, is_private


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home, whose cache is the last choice."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return tmp_path


def test_a_folder_that_others_may_write_is_none_of_ours(tmp_path: Path) -> None:
    for mode, private in ((0o700, True), (0o755, True), (0o775, False), (0o777, False)):
        folder = tmp_path / oct(mode)
        folder.mkdir()
        folder.chmod(mode)
        assert is_private(folder) is private


def test_a_folder_of_somebody_else_is_none_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: 4242)
    assert not is_private(tmp_path / "theirs")


def test_a_link_or_a_file_is_no_folder_of_ours(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "own")
    (tmp_path / "file").write_text("")
    assert not is_private(tmp_path / "link")
    assert not is_private(tmp_path / "file")
    assert not is_private(tmp_path / "file" / "below")


def test_a_new_cache_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert is_private(tmp_path / "new")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_the_first_private_candidate_is_taken(home: Path) -> None:
    loose = home / "loose"
    loose.mkdir()
    loose.chmod(0o777)
    assert cache_folder("", [loose, home / "own", home / "other"]) == home / "own"
    assert home in cache_folder("", [loose]).parents


def test_without_any_there_is_one_for_this_run_alone(home: Path) -> None:
    (home / ".cache").write_text("no folder")
    (home / "Library").write_text("no folder")
    folder = cache_folder("", [])
    assert folder.is_dir()
    assert home not in folder.parents
    assert is_private(folder)
    assert folder != cache_folder("", [])


def test_a_choice_of_the_user_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    with pytest.raises(SetupError, match="ZHENGBEN_CACHE names, cannot be used"):
        cache_folder(str(tmp_path), [])
