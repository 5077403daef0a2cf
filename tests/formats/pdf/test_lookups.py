"""What the engine is kept from importing and parsing is there as soon as something asks for it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from zhengben.design.assets import Assets
from zhengben.formats.pdf.engine import loading, lookups

STARTS = """
import sys
from pathlib import Path
from zhengben.formats.pdf.engine import lookups
from zhengben.formats.pdf.engine.loading import load
load(Path(sys.argv[1]))
found = [name for name in (*lookups.DEFERRED, "pycparser") if name in sys.modules]
import PIL.Image, fontTools.ttLib, fontTools.ttLib.woff2, tinyhtml5
real = [PIL.Image.__file__, fontTools.ttLib.__file__, tinyhtml5.__file__]
print(found, issubclass(fontTools.ttLib.TTLibError, LookupError))
"""


def start(project: Path, cache: Path) -> str:
    """Import the engine in a process of its own; return what it says."""
    done = subprocess.run(
        [sys.executable, "-c", STARTS, str(cache)],
        cwd=project, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="libraries have other names elsewhere")
def test_nothing_is_imported_that_no_page_of_ours_needs(project: Path, tmp_path: Path) -> None:
    # the first time what is declared of libraries has to be parsed
    assert start(project, tmp_path) == "['pycparser'] False"
    assert start(project, tmp_path) == "[] False"
    [kept] = (tmp_path / "declared").iterdir()
    told = kept.read_bytes()
    for damaged in (b"", told[:5000], b"\xff", told.replace(b"Pango", b"Mango", 1)):
        kept.write_bytes(damaged)
        assert start(project, tmp_path) == "['pycparser'] False"
        assert kept.read_bytes() == told
    parts = json.loads(told.partition(b"\n")[2])
    assert {type(part) for part in parts.values()} == {int, str, list}


def test_the_engine_gets_what_was_put_off_when_it_asks() -> None:
    loading.load(Assets.find().cache)
    import fontTools.ttLib
    import PIL.Image
    import PIL.ImageFile
    from weasyprint import HTML, images
    from weasyprint.pdf import fonts
    from weasyprint.text import fonts as more_fonts

    picture, data = PIL.Image.new("L", (2, 3)), io.BytesIO()
    picture.save(data, "PNG")
    assert images.Image.open(io.BytesIO(data.getvalue())).size == (2, 3)
    # what the engine said to the module when it was imported
    assert PIL.ImageFile.LOAD_TRUNCATED_IMAGES is True
    assert images.ImageOps.exif_transpose(picture).size == (2, 3)
    with pytest.raises(fontTools.ttLib.TTLibError):
        fonts.TTFont(io.BytesIO(b"no font at all"))
    assert fonts.ttFont.getTableClass("glyf").__name__ == "table__g_l_y_f"
    assert callable(more_fonts.woff2.decompress)
    assert HTML(string="<p>甲").etree_element.find("body/p").text == "甲"


def test_of_a_package_that_is_in_use_nothing_is_put_off(monkeypatch: pytest.MonkeyPatch) -> None:
    import PIL
    import PIL.Image

    monkeypatch.delitem(sys.modules, "PIL.ImageOps", raising=False)
    monkeypatch.delattr(PIL, "ImageOps", raising=False)
    with lookups.deferred_imports():
        assert sys.modules["PIL.Image"] is PIL.Image
        assert "PIL.ImageOps" not in sys.modules


def test_a_stub_leaves_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    import PIL

    names = [name for name in lookups.DEFERRED if name.startswith("PIL.")]
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
        monkeypatch.delattr(PIL, name.partition(".")[2], raising=False)
    with lookups.deferred_imports():
        stub = sys.modules["PIL.ImageOps"]
        assert stub is PIL.ImageOps
        assert "exif_transpose" not in stub.__dict__
    assert not any(name in sys.modules for name in names)
    assert not hasattr(PIL, "ImageOps")
    assert callable(stub.exif_transpose)
    assert sys.modules["PIL.ImageOps"] is not stub
