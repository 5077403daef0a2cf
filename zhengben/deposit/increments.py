"""A PDF as pyHanko adds to it: a signature and nothing else.

Of itself pyHanko also writes new metadata with the hour of the clock, raises the version of the
file and declares extensions; then the file would no longer be what the press claims of it.
"""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter


class Increment(IncrementalPdfFileWriter):  # type: ignore[misc]
    """Adds what is signed with, and leaves version, extensions and metadata as they are."""

    def ensure_output_version(self, version: Any) -> None:
        """Keep the version of the file."""

    def register_extension(self, ext: Any) -> None:
        """Declare no extension."""

    def _update_meta(self) -> None:
        pass
