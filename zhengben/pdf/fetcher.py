"""Serves the renderer the project's own assets and refuses every other address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

_MEDIA_TYPES = {".otf": "font/otf", ".css": "text/css"}


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Answers ``asset:NAME`` for the files it was given; WeasyPrint logs each refusal."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = dict(files)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return one of the given files, or raise ValueError."""
        path = self._files.get(url.removeprefix("asset:")) if url.startswith("asset:") else None
        if path is None:
            raise ValueError(f"refused: {url[:80]}")
        media_type = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})
