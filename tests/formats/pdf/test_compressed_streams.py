"""Streams of a PDF are compressed once, and well."""

from __future__ import annotations

import zlib
from pathlib import Path

import pikepdf
import pytest

from zhengben.design.assets import Assets
from zhengben.formats.pdf.engine import loading


def test_a_stream_says_what_pydyf_would_have_it_say() -> None:
    loading.load(Assets.find().cache)
    import pydyf

    from zhengben.formats.pdf.engine.finisher import stream_data

    for compress in (False, True):
        stream = pydyf.Stream([b"q", "1 0 0 1", 5, "甲".encode()], {"Type": "/X"}, compress)
        head, _, rest = stream_data(stream).partition(b"\nstream\n")
        body = rest.removesuffix(b"\nendstream")
        assert f"/Length {len(body)}".encode() in head
        assert b"/Type /X" in head
        assert (b"/FlateDecode" in head) is compress
        assert (zlib.decompress(body) if compress else body) == b"q\n1 0 0 1\n5\n\xe7\x94\xb2"
        # what is in it may be changed until it is written
        stream.stream.append(b"Q")
        again = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
        assert (zlib.decompress(again) if compress else again).endswith(b"\nQ")


def test_a_stream_of_objects_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loading.load(Assets.find().cache)
    import pydyf

    from zhengben.formats.pdf.engine import finisher

    counted = list[int]()

    def compress(data: bytes) -> bytes:
        counted.append(len(data))
        return zlib.compress(data)

    monkeypatch.setattr(finisher, "zlib", type("Z", (), {"compress": staticmethod(compress)}))
    stream = pydyf.Stream([b"1 0 <<>>"], {"Type": "/ObjStm"}, True)
    assert stream.data == stream.data
    assert len(counted) == 1


def test_a_file_is_hardly_larger_than_with_the_utmost(built: Path) -> None:
    """Level 9 is zlib's utmost: half a hundredth less, for twice the time."""
    for path in built.rglob("*zh-Hant.handout.pdf"):
        with pikepdf.open(path) as pdf:
            data = [
                bytes(found.read_bytes())
                for found in pdf.objects
                if isinstance(found, pikepdf.Stream) and "/Filter" in found
            ]
        assert data
        assert sum(len(zlib.compress(d)) for d in data) < 1.01 * sum(
            len(zlib.compress(d, 9)) for d in data
        )
