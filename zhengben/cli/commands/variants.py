"""``variants``: list what the witnesses of a text read otherwise, and what was decided."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import get_args

from zhengben.cli.commands.common import add_content, add_documents, being_read, content_folder
from zhengben.document.declaration import Declaration, to_json
from zhengben.document.errors import UsageError
from zhengben.document.variants import Variant, VariantKind
from zhengben.press.documents import find_documents
from zhengben.source.source import Source

KINDS: tuple[VariantKind, ...] = tuple(k for k in get_args(VariantKind) if k != "script")
_DECIDED = {"text": "our text stands", "witness": "the witness is better", "either": "both stand"}
# how many characters around a variant are shown
_AROUND = 6
# a longer reading is shown by its ends
_MOST = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--kind", action="append", default=[], choices=KINDS,
                        help="only variants of this kind; repeatable")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="print witnesses and variants as JSON")
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print the variants of each document that has witnesses; there must be one."""
    told, found = list[dict[str, object]](), 0
    for folder in find_documents(content_folder(arguments), arguments.documents):
        with being_read(folder):
            declaration = Source.open(folder).read()[0]
        if not declaration.witnesses and not arguments.documents:
            continue
        found += len(declaration.witnesses)
        kinds = arguments.kind or KINDS
        chosen = [v for v in declaration.variants if {r.kind for r in v.readings} & set(kinds)]
        if arguments.json:
            told.append({"document": folder.name, "witnesses": declaration.witnesses,
                         "variants": chosen})  # fmt: skip
        elif declaration.witnesses:
            _tell(declaration, chosen)
    if not found:
        raise UsageError(
            "No witness is collated here; add one with `new --witness FILE --for DOC`."
        )
    if arguments.json:
        print(to_json(told))
    return 0


def _tell(declaration: Declaration, chosen: Sequence[Variant]) -> None:
    many = (
        "1 witness"
        if len(declaration.witnesses) == 1
        else f"{len(declaration.witnesses)} witnesses"
    )
    decided = sum(bool(v.decision) for v in declaration.variants)
    count = len(declaration.variants)
    print(f"{declaration.id}: agrees with {many} but for {count} variants, {decided} decided")
    for witness in declaration.witnesses:
        own = sum(r.witness == witness.name for v in declaration.variants for r in v.readings)
        told = (
            f"  {witness.name} ({witness.file}): {witness.first} to {witness.last}, {own} variants"
        )
        if witness.scripts:
            told += f"; {witness.scripts} characters in another script or form, which is no variant"
        print(told)
    texts = {line.id: line for line in declaration.lines}
    for kind in KINDS:
        rows = [v for v in chosen if v.kind == kind]
        print(*([f"{kind}: {len(rows)}"] if rows else []), sep="\n", end="\n" if rows else "")
        for variant in rows:
            line = texts[variant.line_id]
            at, end = variant.start - line.start, variant.end - line.start
            before, after = line.text[max(0, at - _AROUND) : at], line.text[end : end + _AROUND]
            told = f"…{before}[{_short(variant.text)}]{after}…"
            print(f"  {variant.line_id}, character {at + 1}: {told}")
            for reading in variant.readings:
                also = f" ({reading.kind})" if reading.kind != kind else ""
                print(f"    {reading.witness}: [{_short(reading.text)}]{also}")
            if variant.agreeing:
                print(f"    as the text: {', '.join(variant.agreeing)}")
            if variant.decision:
                why = f": {variant.reason}" if variant.reason else ""
                print(f"    decided: {_DECIDED[variant.decision]}{why}")


def _short(text: str) -> str:
    """Return a long reading by its ends and its length."""
    if len(text) <= _MOST:
        return text
    return f"{text[: _MOST // 2]}…{text[-_MOST // 4 :]} ({len(text)} characters)"
