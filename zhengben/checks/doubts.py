"""Checks T of a conversion's doubtful places: each settled, none that others convert otherwise.

What was published is read as it lies there: the ledger says which places the press itself could not
be sure of, and other converters are asked about the same text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from zhengben.checks.finding import Check, Finding, Skipped, Subject
from zhengben.document.errors import RenderError
from zhengben.scripts.opinions import REVIEWED, Opinions, opinions
from zhengben.setup import extras

ROWS = (
    Check(
        "T-009",
        "Every place of a conversion that tables cannot decide is settled by an editor.",
        "`build.py script DOC --to SCRIPT` lists the places; --settle writes a row for one.",
    ),
    Check(
        "T-010",
        "Where another converter would write another character than one of standard, an editor "
        "or the reviewed vocabulary has decided.",
        "`build.py script DOC --to SCRIPT` says who would write what; --settle writes a row.",
    ),
)
ADD_OPINIONS = "no second opinions are installed; `python3 build.py check --install` adds them."


class _Published(Struct, frozen=True):
    """A published ledger beside the texts it tells of; ``rules`` is by offset in the text."""

    origin: str
    to: str
    canonical: str
    rules: dict[int, str]
    doubts: dict[int, str]
    starts: dict[str, int] = field(default_factory=dict)

    def place(self, offset: int) -> str:
        """Return a place of the text in words."""
        line = max(
            (n for n in self.starts if self.starts[n] <= offset), key=self.starts.__getitem__
        )
        return f"{line}, character {offset - self.starts[line] + 1}"


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Examine the ledger of a conversion; other files hold the same text."""
    file = subject.artefact.file
    if subject.artefact.edition != "ledger":
        return
    try:
        content = json.loads(subject.path.read_text("utf-8"))
        published = _read(content, subject)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        # T-001 tells of it
        return
    for offset, why in published.doubts.items():
        yield Finding("T-009", file, published.place(offset), f"Nobody settled this: {why}.")
    folder = extras.folder_of("opinions")
    if folder is None:
        yield Skipped("T-010", file, ADD_OPINIONS)
        return
    try:
        asked = asked_about(folder, published, subject)
    except RenderError as error:
        yield Skipped("T-010", file, str(error))
        return
    text = subject.declaration.text
    for offset, votes in asked.votes.items():
        if published.rules.get(offset) in REVIEWED or offset in published.doubts:
            continue
        said = " and ".join(f"{name} {character}" for name, character in votes.items())
        told = f"The press wrote {text[offset]} in “{_around(text, offset)}”, {said}."
        yield Finding("T-010", file, published.place(offset), told)


def asked_about(folder: Path, published: _Published, subject: Subject) -> Opinions:
    """Return what others say of the canonical text and the converted one."""
    text = subject.declaration.text
    return opinions(folder, published.canonical, text, published.origin, published.to)


def votes_json(subject: Subject) -> dict[str, Any] | None:
    """Return the votes on a published conversion for a report, or None where nobody was asked.

    Places are anchors and characters that count from 1; ``decided`` is the rule of the press.
    """
    folder = extras.folder_of("opinions")
    if folder is None:
        return None
    published = _read(json.loads(subject.path.read_text("utf-8")), subject)
    asked = asked_about(folder, published, subject)
    text = subject.declaration.text
    votes = [
        {
            "place": published.place(offset),
            "canonical": published.canonical[offset],
            "press": text[offset],
            "decided": published.rules.get(offset, "character"),
            "votes": said,
        }
        for offset, said in asked.votes.items()
    ]
    return {
        "from": published.origin,
        "to": published.to,
        "asked": asked.versions,
        "differences_of_standard": asked.by_standard,
        "votes": votes,
    }


def _read(content: dict[str, Any], subject: Subject) -> _Published:
    starts = {line.id: line.start for line in subject.declaration.lines}
    canonical = list(subject.declaration.text)
    rules, doubts = dict[int, str](), dict[int, str]()
    for group in content["text"]:
        for place, columns in group["places"].items():
            for column in columns:
                offset = starts[place] + column - 1
                canonical[offset] = group["from"]
                rules[offset] = group["rule"]
                if "doubt" in group:
                    doubts[offset] = (
                        f"{group['from']} became {group['to']} in “{group.get('word', '')}”, "
                        f"but {group['doubt']}"
                    )
    return _Published(
        content["from"], content["to"], "".join(canonical), rules, dict(sorted(doubts.items())),
        starts,
    )  # fmt: skip


def _around(text: str, offset: int) -> str:
    return text[max(0, offset - 5) : offset + 6].replace("\n", " ")
