"""Stamps tell whether a file can have changed; what they cannot tell they do not claim."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengben.files.stamps import (
    COARSE_GRAIN_NS,
    FINE_GRAIN_NS,
    files_below,
    is_settled,
    now,
    stamp_of,
)

ODD = 1_234_567


def test_a_change_with_its_time_put_back_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "law.pdf"
    path.write_bytes(b"one")
    before, stat = stamp_of(path), path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    after = stamp_of(path)
    assert before is not None
    assert after is not None
    assert after[:2] == before[:2]
    assert after != before


@given(seen=st.integers(0, 10**10), changed=st.integers(0, 10**10), grain=st.integers(1, 10**9))
def test_no_change_after_a_settled_stamp_bears_it(seen: int, changed: int, grain: int) -> None:
    """Whatever the grain of the clock is, down to the one that is reckoned with."""

    def clock(at: int) -> int:
        # ticks lie at odd places, so that none is taken for a whole second
        return at // grain * grain + ODD

    written = clock(seen // 2)
    stamp = (1, written, written, 1)
    if is_settled(stamp, clock(seen), grain) and changed >= seen:
        assert clock(changed) != written


@pytest.mark.parametrize("entry", [5_000_000_000, 5_003_000_000])
def test_a_coarse_clock_is_given_two_seconds(entry: int) -> None:
    stamp = (1, 7, entry, 1)
    assert not is_settled(stamp, entry + FINE_GRAIN_NS, FINE_GRAIN_NS)
    assert is_settled(stamp, entry + COARSE_GRAIN_NS, FINE_GRAIN_NS)
    assert is_settled((1, 7, entry + ODD, 1), entry + ODD + FINE_GRAIN_NS, FINE_GRAIN_NS)


def test_what_is_from_the_future_is_never_settled(tmp_path: Path) -> None:
    path = tmp_path / "law"
    path.write_bytes(b"")
    os.utime(path, ns=(0, now() + 10**12))
    stamp = stamp_of(path)
    assert stamp is not None
    assert not is_settled(stamp, now())


def test_links_and_folders_have_stamps_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("file")
    assert stamp_of(tmp_path) is None
    assert stamp_of(tmp_path / "none") is None
    assert stamp_of(tmp_path / "link") == stamp_of(tmp_path / "file")
    assert stamp_of(tmp_path / "link", follow=False) is None


def test_files_below_a_folder(tmp_path: Path) -> None:
    for name in ("b.toml", "a.txt", "in/c.toml", "in/deep/d.toml"):
        (tmp_path / "x" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / name).write_text("x")
    (tmp_path / "x/round").symlink_to(tmp_path / "x")
    (tmp_path / "x/broken.toml").symlink_to(tmp_path / "nowhere")
    assert files_below(tmp_path / "x") == ["a.txt", "b.toml", "in/c.toml", "in/deep/d.toml"]
    assert files_below(tmp_path / "x", (".txt",)) == ["a.txt"]
    assert files_below(tmp_path / "none") == []
