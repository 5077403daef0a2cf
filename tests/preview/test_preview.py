"""The preview: what it shows, what it refuses, and that it writes nothing."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.genre_documents import genre_document
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.document.errors import UsageError
from zhengben.preview import app as serving
from zhengben.preview.app import application
from zhengben.preview.findings import findings
from zhengben.preview.workshop import Workshop

PORT = 8765
NAME = "small-treaty"
HOST = {"host": f"127.0.0.1:{PORT}"}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return genre_document(tmp_path / "content", "treaty").parent


@pytest.fixture
def shop(content: Path) -> Workshop:
    return Workshop(content, Assets.find(), "Zhengben 0")


@pytest.fixture
def ask(content: Path) -> Callable[..., tuple[int, dict[str, str], bytes]]:
    """Return a function that asks the server without a network."""
    app = application(content, Assets.find(), "Zhengben 0", PORT)

    def asked(
        path: str, headers: dict[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, dict[str, str], bytes]:
        given = HOST if headers is None else headers
        path, _, query = path.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": "",
            "query_string": query.encode(), "server": ("127.0.0.1", PORT),
            "client": ("127.0.0.1", 1),
            "headers": [(k.encode(), v.encode()) for k, v in given.items()],
        }  # fmt: skip
        sent = list[Any]()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        told = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(m.get("body", b"") for m in sent[1:])

    return asked


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_pages_books_and_web_pages_are_shown_and_nothing_is_written(
    ask: Callable[..., Any], content: Path
) -> None:
    before = snapshot(content)
    status, headers, page = ask("/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"preview.js" in page
    (listed,) = json.loads(ask("/documents")[2])
    assert listed["name"] == NAME
    view = json.loads(ask(f"/view/{NAME}/zh-Hant/handout")[2])
    assert (view["kind"], view["error"]) == ("pages", "")
    assert ask(f"/page/{NAME}/zh-Hant/handout/1")[2].startswith(b"\x89PNG")
    assert ask(f"/page/{NAME}/zh-Hant/handout/{view['pages'] + 1}")[0] == 404
    book = json.loads(ask(f"/view/{NAME}/zh-Hans/e-reader")[2])
    assert book["book"][0] == "cover.xhtml"
    status, headers, text = ask(f"/book/{NAME}/zh-Hans/e-reader/text-01.xhtml")
    assert "条约" in text.decode()
    # what lies in a frame runs nothing
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script" not in headers["content-security-policy"]
    assert ask(f"/web/{NAME}/zh-Hant/web")[2].startswith(b"<!DOCTYPE html>")
    assert "條約" in ask(f"/text/{NAME}/zh-Hant/docx")[2].decode()
    assert ask(f"/text/{NAME}/zh-Hant/akoma-ntoso")[2].startswith(b"<?xml")
    assert snapshot(content) == before


@pytest.mark.parametrize(
    "headers",
    [{}, {"host": f"evil.example:{PORT}"}, {"host": "127.0.0.1"}, {"host": "127.0.0.1:80"},
     {"host": f"127.0.0.1.evil.example:{PORT}"}, HOST | {"origin": "https://evil.example"},
     HOST | {"origin": "null"}, HOST | {"sec-fetch-site": "cross-site"},
     HOST | {"sec-fetch-site": "same-site"}],
)  # fmt: skip
def test_other_names_and_other_sites_are_refused(
    ask: Callable[..., Any], headers: dict[str, str]
) -> None:
    for path in ("/", "/documents", f"/view/{NAME}/zh-Hant/handout", "/changes"):
        status, _, told = ask(path, headers)
        assert status == 403
        assert told.endswith(b".\n")


@pytest.mark.parametrize("host", ["localhost", "[::1]", "127.0.0.1"])
def test_the_machine_itself_is_answered(ask: Callable[..., Any], host: str) -> None:
    own = {"host": f"{host}:{PORT}", "origin": f"http://{host}:{PORT}"}
    assert ask("/preview.css", own | {"sec-fetch-site": "same-origin"})[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_it_takes_nothing(ask: Callable[..., Any], method: str) -> None:
    assert ask("/documents", method=method)[0] == 403


@pytest.mark.parametrize(
    "path",
    ["/book/{}/zh-Hant/e-reader/../../../../etc/passwd", "/book/{}/zh-Hant/e-reader//etc/passwd",
     "/book/{}/zh-Hant/e-reader/..\\..\\x", "/view/..%2f..%2fetc/zh-Hant/handout",
     "/view/register/zh-Hant/handout", "/view/.git/zh-Hant/handout", "/view/{}/zh-Hant/../x",
     "/view/{}/zh-Hant/poster", "/page/{}/zh-Hant/handout/0", "/page/{}/zh-Hant/web/1",
     "/web/{}/zh-Hant/handout", "/../../etc/passwd", "/preview.js/../../x"],
)  # fmt: skip
def test_no_path_leads_out(ask: Callable[..., Any], path: str) -> None:
    status, _, told = ask(path.format(NAME))
    assert status == 404
    assert b"root:" not in told


def test_a_place_of_a_page_is_two_shares(ask: Callable[..., Any]) -> None:
    for query in ("", "?x=2&y=0", "?x=a&y=0", "?x=nan&y=0"):
        assert ask(f"/place/{NAME}/zh-Hant/handout/1{query}")[0] == 404


def test_what_is_clicked_names_its_place(ask: Callable[..., Any], content: Path) -> None:
    lines = (content / NAME / "canonical.txt").read_text("utf-8").split("\n")
    found = json.loads(ask(f"/line/{NAME}/title")[2])
    assert (found["file"], found["line"]) == (f"{NAME}/canonical.txt", 1)
    assert found["text"] == lines[0]
    # across a printed page, every line that is met is one of the text, in order
    met = list[int]()
    for step in range(4, 20):
        place = json.loads(ask(f"/place/{NAME}/zh-Hant/handout/1?x=0.4&y={step / 24}")[2])
        if place["file"].endswith("canonical.txt"):
            assert place["text"] == lines[place["line"] - 1]
            met.append(place["line"])
    assert met == sorted(met)
    assert len(set(met)) > 4


def test_a_change_is_seen_and_what_is_wrong_is_told(shop: Workshop, content: Path) -> None:
    path = content / NAME / "document.toml"
    whole = path.read_text("utf-8")
    first = shop.view(NAME, "zh-Hant", "handout")
    assert shop.view(NAME, "zh-Hant", "handout") is first
    path.write_text(whole.replace('organ = "某會議"', 'organ = "另一會議"'), "utf-8")
    second = shop.view(NAME, "zh-Hant", "handout")
    assert second.version != first.version
    path.write_text(whole.replace("genre =", "gender ="), "utf-8")
    broken = shop.view(NAME, "zh-Hant", "handout")
    assert broken.error == f"{path}: “genre” is missing; add it."
    assert next(iter(findings(shop, NAME, "zh-Hant", "handout"))).sentence == broken.error
    path.write_text(whole, "utf-8")
    assert shop.view(NAME, "zh-Hant", "handout").version == first.version


def test_an_edited_text_is_shown_though_nothing_is_published_of_it(
    shop: Workshop, content: Path
) -> None:
    path = content / NAME / "canonical.txt"
    text = path.read_text("utf-8")
    path.write_text(text.replace("合作條約", "合作新條約", 1), "utf-8")
    view = shop.view(NAME, "zh-Hant", "web")
    assert view.error == ""
    assert "合作新條約" in view.product.data.decode()
    told = [found.sentence for found in findings(shop, NAME, "zh-Hant", "web")]
    assert any("is another text than document.toml names" in each for each in told)
    where = ["--content", str(content), "--output", str(content.parent / "dist")]
    assert main(["publish", NAME, "--edition", "web", *where]) == 4


def test_a_change_of_a_sheet_makes_the_edition_anew(content: Path, tmp_path: Path) -> None:
    found = Assets.find()
    shutil.copytree(found.templates, tmp_path / "templates")
    shutil.copytree(found.styles, tmp_path / "styles")
    assets = Assets(tmp_path / "templates", tmp_path / "styles", found.cache)
    shop = Workshop(content, assets, "Zhengben 0")
    first = shop.view(NAME, "zh-Hant", "web")
    sheet = tmp_path / "styles" / "web.css"
    sheet.write_text(sheet.read_text("utf-8").replace("1.85", "1.95"), "utf-8")
    assert shop.view(NAME, "zh-Hant", "web").version != first.version
    template = tmp_path / "templates" / "web" / "page.html.j2"
    template.write_text(template.read_text("utf-8") + "{% nonsense %}", "utf-8")
    assert re.search(r"page\.html\.j2, line \d+: .*; mend it\.",
                     shop.view(NAME, "zh-Hant", "web").error)  # fmt: skip


def test_what_is_not_there_is_told(shop: Workshop) -> None:
    with pytest.raises(UsageError, match="There is no document"):
        shop.view("nothing", "zh-Hant", "handout")
    with pytest.raises(UsageError, match="There is no edition"):
        shop.view(NAME, "zh-Hant", "poster")
    assert "is not published in “xx”" in shop.view(NAME, "xx", "handout").error


@pytest.mark.parametrize("edition", ["web", "handout", "e-reader"])
def test_a_sound_document_has_no_findings_but_its_doubts(shop: Workshop, edition: str) -> None:
    codes = {found.code for found in findings(shop, NAME, "zh-Hant", edition)}
    assert {code for code in codes if not code.startswith("C-")} == set()


def test_a_change_is_told_to_whoever_looks_on(content: Path) -> None:
    async def watched() -> int:
        preview = serving.Preview(Workshop(content, Assets.find(), "Zhengben 0"), Assets.find())
        watching = asyncio.create_task(preview.watch())
        await asyncio.sleep(0.3)
        waiting = preview._changed
        (content / NAME / "document.toml").touch()
        await asyncio.wait_for(waiting.wait(), 20)
        watching.cancel()
        return preview._changes

    assert asyncio.run(watched()) >= 1


def test_a_port_that_is_none_or_taken_is_told(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import socket

    assert main(["serve", "--port", "70000", "--content", str(content)]) == 2
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port, "--content", str(content)]) == 3
    assert f"Port {port} cannot be had" in capsys.readouterr().err
