"""What `new` writes of pictures and formulas, `show` and `publish` accept, and the proof proves."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.capture.test_objects import drawing, maths, png, said, uri, x
from tests.docx_factory import docx, paragraph
from zhengben.cli.main import main
from zhengben.source.source import Source

ARTICLES = [f"第{n}條　丁城的水由水務局第{n}科管理。" for n in "一二三四"]
HTML = (
    f"<html><body><h1>丁城水法</h1><div>{''.join(f'<p>{a}</p>' for a in ARTICLES)}"
    f'<p>第五條　水圖<img src="{uri(png())}" alt="水圖|甲">如上。</p>'
    f'<p><img src="{uri(png(7))}" alt=""></p>'
    "<p>第六條　水量為<math><msup><mi>x</mi><mn>2</mn></msup></math>升。</p></div></body></html>"
)
MARKDOWN = "\n\n".join(
    ("# 丁城水法", *ARTICLES, f"第五條　水圖![水圖]({uri(png())})如上，為$x^2$升。")
)
WORD = docx(
    paragraph("丁城水法", style="a3"),
    *(paragraph(article) for article in ARTICLES),
    f"<w:p>{said('第五條　水圖')}{drawing('r1', '水圖')}{said('如上。')}</w:p>",
    maths(f"<m:sSup><m:e>{x()}</m:e><m:sup>{x('2')}</m:sup></m:sSup>"),
    media={"r1": png()},
)
DRAWN = HTML.replace(
    uri(png(7)),
    uri(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        b'<rect width="9" height="9" fill="#c00"/></svg>',
        "svg+xml",
    ),
)
CAPTURES = {
    "b.html": DRAWN.encode(),
    "a.html": HTML.encode(),
    "a.md": MARKDOWN.encode(),
    "a.docx": WORD,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CAPTURES)
def test_what_new_wrote_is_published_and_proved(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], unasked: None
) -> None:
    page, content = tmp_path / name, tmp_path / "content"
    page.write_bytes(CAPTURES[name])
    (content / "register").mkdir(parents=True)
    command = ["new", str(page), "--name", "law", "--content", str(content)]
    assert main([*command, "--set", "date=2000-01-02"]) == 0
    folder = content / "law"
    declaration, _ = Source.open(folder).read()
    objects = {o.file: o.sha256 for o in declaration.objects}
    assert objects["picture-1.png"] == hashlib.sha256(png()).hexdigest()
    assert {p.name for p in folder.iterdir()} - {*objects} == {
        "document.toml", "canonical.txt", f"capture{Path(name).suffix}"
    }  # fmt: skip
    assert "notation = 1" in (folder / "document.toml").read_text("utf-8")
    before = {name: (folder / name).read_bytes() for name in (*objects, "canonical.txt")}
    assert main(["new", "--again", "law", "--content", str(content)]) == 0
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert Source.open(folder).read()[0].objects == declaration.objects
    capsys.readouterr()
    assert main(["show", "law", "--content", str(content), "--json"]) == 0
    assert "picture-1.png" in json.dumps(json.loads(capsys.readouterr().out))
    publish = ["publish", "law", "--content", str(content), "--output", str(tmp_path / "dist")]
    assert main([*publish, "--edition", "e-reader", "--accept-open-questions"]) == 0
    assert "proved" in capsys.readouterr().out
