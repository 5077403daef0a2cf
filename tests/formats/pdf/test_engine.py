"""What the engine may do: it reads nothing but what it is given."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pikepdf
import pytest
from small_documents import small_document

from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine import loading as engine
from zhengben.formats.pdf.writer import Press


def test_the_engine_may_read_nothing_else(tmp_path: Path) -> None:
    weasyprint = engine.load(Assets.find().cache)
    from zhengben.formats.pdf.engine.fetcher import AssetFetcher

    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    for address in (secret.as_uri(), "http://127.0.0.1:9/x.css", "asset:other.css"):
        page = f'<html lang="zh"><link rel="stylesheet" href="{address}"><p>甲'
        html = weasyprint.HTML(string=page, base_url="asset:", url_fetcher=AssetFetcher({}))
        with pytest.raises(RenderError, match="complained"), engine.strict_log():
            html.render()


def test_a_sheet_has_the_counter_styles_that_it_names(tmp_path: Path) -> None:
    declaration, found = small_document(tmp_path, ["甲方和乙方同意。"]), Assets.find()
    styles = tmp_path / "styles"
    shutil.copytree(found.styles, styles)
    sheet = styles / "gongwen.css"
    plain, made = sheet.read_text("utf-8"), set[bytes]()
    for style in ("", ", upper-roman", ", decimal-leading-zero", ", decimal"):
        sheet.write_text(plain.replace("counter(page)", f"counter(page{style})"), "utf-8")
        assets = Assets(found.templates, styles, found.cache)
        press = Press(declaration, assets, Path("canonical.txt"), "正本")
        pdf = pikepdf.open(io.BytesIO(press.print(PRINTED["gongwen"]).data))
        made.add(pdf.pages[0].Contents.read_bytes())
    # the decimal one is what a page number has without a name
    assert len(made) == 3


def test_fonts_of_the_machine_stay_out_when_a_cache_is_gone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process may outlast a cache, without which fontconfig falls back on the machine's fonts."""
    declaration, found = small_document(tmp_path, ["甲方和乙方同意。"]), Assets.find()
    engine.load(found.cache)
    made = set[bytes]()
    for name in ("one", "other"):
        # what an earlier document left behind
        monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "gone" / "fonts.conf"))
        assets = Assets(found.templates, found.styles, tmp_path / name)
        press = Press(declaration, assets, Path("canonical.txt"), "正本")
        made.add(press.print(PRINTED["gongwen"]).data)
    assert len(made) == 1
    assert capfd.readouterr().err == ""
