"""What files may hold is as it was: each entry of the tables of the proof is a row of a file.

Whatever stands in these tables a file may do unseen, so nobody widens them in passing. After a
change that is meant, `python3 build.py test tests/proof --save-golden` writes the rows anew; look
at the difference before it is committed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from msgspec import Struct

from zhengben.proof import akn_strangers, page_grammar, pdf_grammar, web_grammar

GOLDEN = Path(__file__).resolve().parent / "golden"
# each by its name, so that `tests.mutation` knows who reads it
TABLES: dict[ModuleType, dict[str, Any]] = {
    pdf_grammar: {
        "OBJECTS": pdf_grammar.OBJECTS,
        "SECOND": pdf_grammar.SECOND,
        "PDF_2": pdf_grammar.PDF_2,
        "NAMESPACE": pdf_grammar.NAMESPACE,
        "EARLIER": pdf_grammar.EARLIER,
        "STREAMS": pdf_grammar.STREAMS,
        "ELEMENTS": pdf_grammar.ELEMENTS,
        "SECOND_ELEMENTS": pdf_grammar.SECOND_ELEMENTS,
        "WORDED": pdf_grammar.WORDED,
        "LABELLED": pdf_grammar.LABELLED,
        "FEATURES": pdf_grammar.FEATURES,
        "FONT_TABLES": pdf_grammar.FONT_TABLES,
        "TRUETYPE_TABLES": pdf_grammar.TRUETYPE_TABLES,
        "LIGHTS": pdf_grammar.LIGHTS,
        "LIGHT_RANGE": pdf_grammar.LIGHT_RANGE,
        "PROFILES": pdf_grammar.PROFILES,
        "OPERATORS": pdf_grammar.OPERATORS,
        "PROPERTIES": pdf_grammar.PROPERTIES,
        "SOFT_HYPHEN": pdf_grammar.SOFT_HYPHEN,
        "HYPHENS": pdf_grammar.HYPHENS,
        "METADATA": pdf_grammar.METADATA,
        "ATTACHED": pdf_grammar.ATTACHED,
    },
    web_grammar: {
        "FILES": web_grammar.FILES,
        "INSIDE": web_grammar.INSIDE,
        "COMMON": web_grammar.COMMON,
        "ELEMENTS": web_grammar.ELEMENTS,
        "WEB_ONLY": web_grammar.WEB_ONLY,
        "MATHML": web_grammar.MATHML,
        "INLINE_APPARATUS": web_grammar.INLINE_APPARATUS,
        "BLOCK_APPARATUS": web_grammar.BLOCK_APPARATUS,
        "PROPERTIES": web_grammar.PROPERTIES,
        "FREE": web_grammar.FREE,
        "MARKING": web_grammar.MARKING,
        "UNMARKED": web_grammar.UNMARKED,
        "PREFIXES": web_grammar.PREFIXES,
        "UNSHOWN": web_grammar.UNSHOWN,
        "AT_RULES": web_grammar.AT_RULES,
        "PSEUDO": web_grammar.PSEUDO,
    },
    page_grammar: {
        "PAGE_ELEMENTS": page_grammar.PAGE_ELEMENTS,
        "PAGE_ROLES": page_grammar.PAGE_ROLES,
        "DUBLIN_CORE": page_grammar.DUBLIN_CORE,
        "SIBLING": page_grammar.SIBLING,
        "SCRIPTS": page_grammar.SCRIPTS,
        "PAGE_PROPERTIES": page_grammar.PAGE_PROPERTIES,
        "PAGE_FREE": page_grammar.PAGE_FREE,
        "PAGE_PSEUDO": page_grammar.PAGE_PSEUDO,
        "PAGE_UNSHOWN": page_grammar.PAGE_UNSHOWN,
        "BESIDE_ELEMENTS": page_grammar.BESIDE_ELEMENTS,
        "BESIDE_ROLES": page_grammar.BESIDE_ROLES,
        "BESIDE_UNSHOWN": page_grammar.BESIDE_UNSHOWN,
    },
    akn_strangers: {
        "ELEMENTS": akn_strangers.ELEMENTS,
        "ATTRIBUTES": akn_strangers.ATTRIBUTES,
        "VALUES": akn_strangers.VALUES,
    },
}


def rows(name: str, value: Any) -> Iterator[str]:
    """Yield the entries of a table, each with the way to it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from rows(f"{name} {key}", inner)
        if not value:
            yield f"{name} (nothing)"
    elif isinstance(value, tuple | frozenset):
        for item in sorted(value) if isinstance(value, frozenset) else value:
            yield from rows(name, item)
        if not value:
            yield f"{name} (nothing)"
    elif isinstance(value, Struct):
        for field in value.__struct_fields__:
            yield from rows(f"{name} {field}", getattr(value, field))
    else:
        yield f"{name} {value!r}"


@pytest.mark.parametrize("module", TABLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_tables_are_as_they_were(module: ModuleType, golden: Callable[[Path, str], None]) -> None:
    name = module.__name__.rpartition(".")[2]
    text = Path(module.__file__ or "").read_text("utf-8")
    assert [*TABLES[module]] == re.findall("^([A-Z][A-Z_0-9]*)(?:: .*)? = ", text, re.MULTILINE)
    found = [row for table, value in TABLES[module].items() for row in rows(table, value)]
    golden(GOLDEN / f"{name}.txt", "\n".join(found) + "\n")
