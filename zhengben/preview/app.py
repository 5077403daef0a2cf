"""The server of the preview: pages of editions and what is found in them, for this machine alone.

Asked by another name than the machine's own, from another site, or for anything but to read, it
refuses. No path of a request leads to a file: documents, editions and files of books are looked up.
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import AsyncIterator, Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from zhengben.design.assets import Assets
from zhengben.design.editions import BESIDE, EDITIONS
from zhengben.design.templates import environment
from zhengben.design.wording import WORDS
from zhengben.document.errors import UsageError, ZhengbenError
from zhengben.files.toml import read_bytes
from zhengben.preview.judge import Judge, told
from zhengben.preview.workshop import Workshop, as_text, kind_of

NAMES = ("127.0.0.1", "localhost", "[::1]")
_SAME = ("same-origin", "none")
# what lies in a frame may show itself and nothing else
_FRAMED = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
_FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# how long changes are gathered, in milliseconds
_DEBOUNCE, _STEP = 20, 10


class OnlyHere:
    """Refuses what was not asked from a page of this server, under its own name, to read."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = frozenset(f"{name}:{port}" for name in NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http" and (why := self._refused(scope)):
            await PlainTextResponse(why, 403, _HEADERS)(scope, receive, send)
        elif scope["type"] in ("http", "lifespan"):
            await self._app(scope, receive, send)

    def _refused(self, scope: Scope) -> str:
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        if scope["method"] not in ("GET", "HEAD"):
            return "This only shows; it takes nothing.\n"
        # a name that leads here from elsewhere (DNS rebinding) is none of ours
        if headers.get("host") not in self._hosts:
            return "Ask for 127.0.0.1 or localhost, with the port.\n"
        if headers.get("sec-fetch-site", "none") not in _SAME:
            return "Another site asks for this.\n"
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return "Another site asks for this.\n"
        return ""


class Preview:
    """What the server answers; ``shop`` makes what is looked at."""

    def __init__(self, shop: Workshop, assets: Assets) -> None:
        self.shop, self.assets = shop, assets
        self.judge = Judge(shop.content, assets, shop.tool)
        self._changes = 0
        self._changed = asyncio.Event()

    def routes(self) -> list[Route]:
        """Return the table of addresses."""
        view = "/{name}/{script}/{edition}"
        table: dict[str, Callable[[Request], Any]] = {
            "/": self.frame,
            "/preview.js": partial(self.asset, self.assets.templates / "preview/preview.js"),
            "/preview.css": partial(self.asset, self.assets.styles / "preview.css"),
            "/documents": self.documents,
            "/changes": self.changes,
            f"/view{view}": self.view,
            f"/findings{view}": self.findings,
            f"/page{view}/{{number:int}}": self.page,
            f"/place{view}/{{number:int}}": self.place_at,
            f"/book{view}/{{file:path}}": self.book,
            f"/web{view}": self.web,
            f"/text{view}": self.text,
            "/line/{name}/{anchor}": self.line,
        }
        return [Route(path, _told(answer), methods=["GET"]) for path, answer in table.items()]

    async def watch(self) -> None:
        """Tell whoever looks on that something changed, as long as the server runs."""
        from watchfiles import awatch

        folders = (self.shop.content, self.assets.templates, self.assets.styles)
        async for _ in awatch(*folders, debounce=_DEBOUNCE, step=_STEP):
            self._changes += 1
            self._changed.set()
            self._changed = asyncio.Event()

    async def frame(self, request: Request) -> Response:
        """Answer the page of the preview."""
        env = environment(self.assets.templates, self.assets.cache / "templates")
        template = env.get_template("preview/preview.html.j2")
        return _response(template.render(tool=self.shop.tool).encode(), "text/html", _FRAME)

    async def asset(self, path: Path, request: Request) -> Response:
        """Answer the script or the sheet of the page."""
        kind = "text/javascript" if path.suffix == ".js" else "text/css"
        return _response(read_bytes(path), kind, _FRAME)

    async def documents(self, request: Request) -> Response:
        """Answer the documents, with the scripts and editions there are of each."""
        return JSONResponse(await run_in_threadpool(self._listed), headers=_HEADERS)

    def _listed(self) -> list[dict[str, Any]]:
        words = WORDS["zh-Hant"]
        told = []
        for name in self.shop.names():
            try:
                scripts = [[tag, words.scripts[tag]] for tag in self.shop.scripts(name)]
                editions = [[n, words.labels[n]] for n in self.shop.editions(name)]
                error = ""
            except ZhengbenError as fault:
                scripts, error = [["zh-Hant", words.scripts["zh-Hant"]]], str(fault)
                editions = [[n, words.labels[n]] for n in EDITIONS if n not in BESIDE]
            told.append({"name": name, "scripts": scripts, "editions": editions, "error": error})
        return told

    async def changes(self, request: Request) -> Response:
        """Answer a stream that says when something changed."""
        return StreamingResponse(self._told(request), media_type="text/event-stream",
                                 headers=_HEADERS)  # fmt: skip

    async def _told(self, request: Request) -> AsyncIterator[str]:
        yield f"data: {self._changes}\n\n"
        while not await request.is_disconnected():
            try:
                await asyncio.wait_for(self._changed.wait(), 15)
                yield f"data: {self._changes}\n\n"
            except TimeoutError:
                yield ": still here\n\n"

    async def view(self, request: Request) -> Response:
        """Answer what there is to see of an edition: pages, or the pages of a book."""
        said = request.query_params.get("page", "")
        page = int(said) if said.isdecimal() and len(said) < 6 else 1
        found = await run_in_threadpool(self._view, *_asked(request), page)
        return JSONResponse(found, headers=_HEADERS)

    def _view(self, name: str, script: str, edition: str, page: int = 1) -> dict[str, Any]:
        view = self.shop.view(name, script, edition, page)
        kind = kind_of(edition)
        book = kind == "book" and not view.error
        return {
            "version": view.version,
            "kind": kind,
            "error": view.error,
            "pages": view.pages,
            "book": self.shop.book_pages(view) if book else [],
        }

    async def findings(self, request: Request) -> Response:
        """Answer what is found wrong in a document and an edition of it."""
        name, script, edition = _asked(request)
        # a name that is none is told before a process is asked
        self.shop.folder(name)
        try:
            found = await asyncio.wrap_future(self.judge.ask(name, script, edition))
        except (BrokenProcessPool, asyncio.CancelledError):
            # a later question took its place, or the process was ended
            return JSONResponse([], headers=_HEADERS)
        return JSONResponse(told(found), headers=_HEADERS)

    async def page(self, request: Request) -> Response:
        """Answer a page as a picture."""
        data = await run_in_threadpool(self._page, *_asked(request), request.path_params["number"])
        return _response(data, "image/png", _FRAMED)

    def _page(self, name: str, script: str, edition: str, number: int) -> bytes:
        return self.shop.picture(self._made(name, script, edition, "pages"), number)

    async def book(self, request: Request) -> Response:
        """Answer a file of an e-book."""
        file = request.path_params["file"]
        data = await run_in_threadpool(self._book, *_asked(request), file)
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        kind = "application/xhtml+xml" if file.endswith(".xhtml") else kind
        return _response(data, kind, _FRAMED)

    def _book(self, name: str, script: str, edition: str, file: str) -> bytes:
        return self.shop.book_file(self._made(name, script, edition, "book"), file)

    async def web(self, request: Request) -> Response:
        """Answer a web page, under the policy that it bears itself."""
        view = await run_in_threadpool(self._made, *_asked(request), "web")
        html = view.product.data
        return _response(html, "text/html", "frame-ancestors 'self'")

    async def text(self, request: Request) -> Response:
        """Answer what a file that no browser shows says."""
        view = await run_in_threadpool(self._made, *_asked(request), "text")
        return PlainTextResponse(as_text(view.product), headers=_HEADERS)

    def _made(self, name: str, script: str, edition: str, kind: str) -> Any:
        view = self.shop.view(name, script, edition)
        if view.error or kind_of(edition) != kind:
            raise UsageError(view.error or f"“{edition}” is not shown as {kind}.")
        return view

    async def line(self, request: Request) -> Response:
        """Answer where a line stands, by its anchor."""
        found = await run_in_threadpool(
            self.shop.place_of, request.path_params["name"], request.path_params["anchor"]
        )
        return JSONResponse({"file": found.file, "line": found.line, "text": found.text},
                            headers=_HEADERS)  # fmt: skip

    async def place_at(self, request: Request) -> Response:
        """Answer where what stands at a point of a page stands."""
        x, y = (_share(request.query_params.get(key, "")) for key in ("x", "y"))
        found = await run_in_threadpool(
            self._at, *_asked(request), request.path_params["number"], x, y
        )
        return JSONResponse(found, headers=_HEADERS)

    def _at(
        self, name: str, script: str, edition: str, number: int, x: float, y: float
    ) -> dict[str, Any]:
        view = self._made(name, script, edition, "pages")
        found = self.shop.place_at(name, view, number, x, y)
        return {"file": found.file, "line": found.line, "text": found.text}


def _asked(request: Request) -> tuple[str, str, str]:
    name, script, edition = (request.path_params[key] for key in ("name", "script", "edition"))
    return name, script, edition


def _share(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError("A place on a page is two shares of it, from 0 to 1.")
    return share


def _response(data: bytes, kind: str, policy: str) -> Response:
    return Response(data, media_type=kind, headers={**_HEADERS, "Content-Security-Policy": policy})


def _told(answer: Callable[[Request], Any]) -> Callable[[Request], Any]:
    """Have what is wrong answered as its one sentence."""

    async def endpoint(request: Request) -> Response:
        try:
            response: Response = await answer(request)
            return response
        except UsageError as error:
            return PlainTextResponse(f"{error}\n", 404, _HEADERS)
        except (ZhengbenError, OSError) as error:
            return PlainTextResponse(f"{error}\n", 500, _HEADERS)

    return endpoint


def application(content: Path, assets: Assets, tool: str, port: int) -> ASGIApp:
    """Return the application that shows a content under a port of this machine."""
    preview = Preview(Workshop(content, assets, tool), assets)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(preview.watch())
        try:
            yield
        finally:
            watching.cancel()
            preview.judge.close()

    return OnlyHere(Starlette(routes=preview.routes(), lifespan=lifespan), port)
