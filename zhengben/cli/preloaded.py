"""Imports what is dear, once, in the server that workers are forked from.

A machine that lacks something tells so when a document is made, in one sentence.
"""

from __future__ import annotations

import importlib
import warnings
from contextlib import suppress

from zhengben.document.errors import ZhengbenError

_DEAR = (
    "zhengben.press.publish",
    "zhengben.formats.pdf.writer",
    "zhengben.formats.epub.documents",
    "zhengben.formats.epub.cover",
    "zhengben.formats.epub.pack",
    "zhengben.formats.akoma_ntoso",
    "zhengben.fonts.subset",
    "zhengben.proof.fidelity",
    "zhengben.checks.catalogue",
    "jinja2",
    "lxml.etree",
    "pikepdf",
    "pypdfium2_raw",
    "rjieba",
    "uharfbuzz",
)


def _import_what_is_dear() -> None:
    from zhengben.design.assets import Assets
    from zhengben.formats.pdf.engine import load

    for name in _DEAR:
        importlib.import_module(name)
    with warnings.catch_warnings():
        load(Assets.find().cache)


with suppress(ImportError, OSError, ZhengbenError):
    _import_what_is_dear()
