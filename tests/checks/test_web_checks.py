"""Each check of a web page finds a page made wrong, and a page tampered with is found."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.genre_documents import genre_document
from tests.web_pages import web_page, web_subject
from zhengben.checks.fidelity import examine as compare
from zhengben.checks.strangers import examine as look_for_strangers
from zhengben.checks.web import ROWS, examine
from zhengben.design.faces import FACES
from zhengben.document.declaration import Declaration
from zhengben.fonts.subset import subset_for_book
from zhengben.fonts.woff2 import woff2
from zhengben.source.source import Source


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    return Source.open(genre_document(tmp_path_factory.mktemp("web"), "treaty")).read()[0]


@pytest.fixture(scope="module")
def page(text: Declaration) -> str:
    assert text.notes
    return web_page(text)


# code: pattern, and what is put in its place
WRONG = {
    "W-301 open": (r"</main>", "</main"),
    "W-302 no policy": (r'<meta http-equiv="Content-Security-Policy"[^>]*>', ""),
    "W-302 wider": (r"default-src &#39;none&#39;", "default-src *"),
    "W-302 hash": (r"script-src &#39;sha256-....", "script-src &#39;sha256-AAAA"),
    "W-302 asks": (r'<main ', '<main style="color:inherit" '),
    "W-303 twice": (r'id="instrument-1"', 'id="text"'),
    "W-303 lost": (r'href="#text"', 'href="#nowhere"'),
    "W-303 no address": (r'<a class="permalink" [^>]*>¶</a>', ""),
    "W-304 words": (r'(class="note-text">)[^<]+', r"\1另一註"),
    "W-304 back": (r'href="#call-1"', 'href="#text"'),
    "W-304 call": (r'(<a class="call"[^>]*href="#)note-1"', r'\1text"'),
    "W-305 language": (r'(<html [^>]*lang=)"zh-Hant"', r'\1"en"'),
    "W-305 title": (r"<title>[^<]+", "<title>另一題"),
    "W-305 main": (r"<main ([^>]*)>(.*)</main>", r"<div \1>\2</div>"),
    "W-305 name": (r'<nav class="tools" aria-label="[^"]*"', '<nav class="tools"'),
    "W-305 ranks": (r'<h2 id="colophon">([^<]*)</h2>', r'<h4 id="colophon">\1</h4>'),
    "W-306 core": (r'(name="DCTERMS.date" content=")[^"]+', r"\g<1>1999-01-01"),
    "W-306 law": (r'"legislationDate": "[^"]+"', '"legislationDate": "1999-01-01"'),
    "W-306 type": (r'"@type": "Legislation"', '"@type": "Recipe"'),
    "W-306 cited": (r'"ris": "[^"]+"', '"ris": "TY  - GEN"'),
    "W-307 file": (r'small-treaty\.zh-Hant\.handout\.pdf"', 'small-treaty.zh-Hant.poster.pdf"'),
    "W-307 kind": (r'type="application/epub\+zip"', 'type="application/pdf"'),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_a_page_made_wrong_is_found(
    kind: str, page: str, text: Declaration, tmp_path: Path
) -> None:
    pattern, new = WRONG[kind]
    wrong, count = re.subn(pattern, new, page, count=1, flags=re.DOTALL)
    assert count
    assert {found.code for found in examine(web_subject(text, wrong, tmp_path))} == {kind[:5]}


def test_every_check_was_seen_failing_and_none_finds_anything(
    page: str, text: Declaration, tmp_path: Path
) -> None:
    assert {row.code for row in ROWS} == {kind[:5] for kind in WRONG}
    assert list(examine(web_subject(text, page, tmp_path))) == []


def _font(characters: str, face: str = "serif-tc") -> str:
    return base64.b64encode(woff2(subset_for_book(FACES[face].path, characters))).decode()


def _swapped() -> str:
    """Return a font that draws one character as another."""
    out = io.BytesIO()
    font = TTFont(io.BytesIO(subset_for_book(FACES["serif-tc"].path, "第一二三條約")))
    one, two = ord("一"), ord("二")
    # tables may share a map
    for cmap in {id(table.cmap): table.cmap for table in font["cmap"].tables}.values():
        cmap[one], cmap[two] = cmap[two], cmap[one]
    font.save(out)
    return base64.b64encode(woff2(out.getvalue())).decode()


# what shows, hides or runs something else while the text that is read stays
TAMPERED = {
    "another script": (r"'use strict';", "'use strict'; document.title = '';"),
    "one more script": (r"</body>", "<script data-apparatus=\"script\">alert(1)</script></body>"),
    "a script that is fetched": (r"<script data-apparatus", '<script src="x.js" data-apparatus'),
    "a handler": (r"<main ", '<main onclick="alert(1)" '),
    "an element": (r"</main>", "<video></video></main>"),
    "a frame": (r"<footer ", '<iframe src="data:text/html,x"></iframe><footer '),
    "a link": (r'<a class="skip" href="#text"', '<a class="skip" href="https://example.org/"'),
    "a form": (r"<button type=\"button\"", '<button type="submit"'),
    "a meta": (r"<title>", '<meta http-equiv="refresh" content="0"/><title>'),
    "hidden": (r"(</style>)", r"main { display: none; }\1"),
    "hidden on paper": (r"(</style>)", r"@media print { main { display: none; } }\1"),
    "moved": (r"(</style>)", r"main p { inset: 99em; }\1"),
    "added": (r"(</style>)", r'main p::after { content: "不"; }\1'),
    "covered": (r"(</style>)", r"main { background: url(x); }\1"),
    "no ink": (r"--ink: #1a1a1a", "--ink: #fffdf8"),
    "another font": (r"(base64,)[A-Za-z0-9+/]+=*", "SWAPPED"),
    "no font": (r"(base64,)[A-Za-z0-9+/]+=*", r"\1AAAA"),
    "words as a link": (r">¶</a>", ">不</a>"),
    "a comment": (r"</main>", "</main><!-- 不 -->"),
    "data that is none": (r'("@type": "Legislation")', r"\1 不"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_with_a_page_is_found(
    kind: str, page: str, text: Declaration, tmp_path: Path
) -> None:
    pattern, new = TAMPERED[kind]
    if new == "SWAPPED":
        new = rf"\1{_swapped()}"
    wrong, count = re.subn(pattern, new, page, count=1, flags=re.DOTALL)
    assert count
    subject = web_subject(text, wrong, tmp_path)
    assert {found.code for found in (*compare(subject), *look_for_strangers(subject))} & {
        "F-006", "F-002",
    }  # fmt: skip
    assert "F-006" in {found.code for found in look_for_strangers(subject)}
