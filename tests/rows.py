"""Rows of the table of editions that many tests use, by name."""

from __future__ import annotations

from zhengben.design.editions import BOOKS, PRINTED

HANDOUT, BOOKLET, LARGE_PRINT = (PRINTED[name] for name in ("handout", "booklet", "large-print"))
E_READER, E_READER_VERTICAL = BOOKS["e-reader"], BOOKS["e-reader-vertical"]
