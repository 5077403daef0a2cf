"""What the engine may do: it reads nothing but what it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengben.design.assets import Assets
from zhengben.document.errors import RenderError
from zhengben.formats.pdf.engine import loading as engine


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
