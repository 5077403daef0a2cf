"""Serves the renderer the project's own assets and refuses every other address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

_MEDIA_TYPES = {".otf": "font/otf", ".ttf": "font/ttf", ".css": "text/css"}


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Answers ``asset:NAME`` for the files it was given; WeasyPrint logs each refusal."""

    def __init__(self, files: Mapping[str, Path | bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = dict(files)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return one of the given files, or raise ValueError."""
        name = url.removeprefix("asset:")
        file = self._files.get(name) if url.startswith("asset:") else None
        if file is None:
            raise ValueError(f"refused: {url[:80]}")
        body = file if isinstance(file, bytes) else file.read_bytes()
        media_type = _MEDIA_TYPES[Path(name).suffix]
        return URLFetcherResponse(url, body, {"Content-Type": media_type})
