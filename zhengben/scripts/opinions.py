"""Second opinions: what other converters make of a text, asked in a process of their own.

The official OpenCC bears the import name of the converter of the press, so that it lies in a
folder apart, and the tables of MediaWiki (zhconv-rs) beside it. Both read the text uncut, as it
is; that is what makes them worth asking.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from zhengben.document.errors import RenderError
from zhengben.scripts.standards import folded
from zhengben.scripts.tags import general_label, route

# rules by which people have decided: no opinion makes such a place doubtful
REVIEWED = ("word", "name", "exception", "particle", "sequence", "mark")
_PROCESS = Path(__file__).with_name("opinions_process.py")
_SECONDS = 120


def ask(
    folder: Path, texts: Sequence[str], origin: str, to: str
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return what each converter makes of each text, and the version of each converter.

    ``folder`` is where they were installed. A converter that changes the length of a text abstains:
    it has an empty text there. Raises RenderError when the process breaks off.
    """
    # the tables of MediaWiki put words of a region for others in their regional targets; and a line
    # at a time: whoever changes the length of one abstains for that line alone
    lines = [text.split("\n") for text in texts]
    target = "zh-hans" if general_label(to) == "zh-Hans" else "zh-hant"
    job = {
        "configurations": route(origin, to).split("+"),
        "target": target,
        "lines": [line for text in lines for line in text],
    }
    command = [sys.executable, "-I", str(_PROCESS), str(folder)]
    try:
        done = subprocess.run(
            command, input=json.dumps(job), capture_output=True, text=True, encoding="utf-8",
            check=True, timeout=_SECONDS,
        )  # fmt: skip
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", "") or error).strip().split("\n")[-1]
        raise RenderError(f"The second opinions of {folder} broke off: {said}") from None
    found = dict[str, list[str]]()
    for name, converted in answer["converted"].items():
        rest, texts_of = iter(converted), list[str]()
        for text in lines:
            parts = [(line, next(rest)) for line in text]
            texts_of.append(
                "\n".join(two if len(one) == len(two) else "\0" * len(one) for one, two in parts)
            )
        found[name] = texts_of
    return found, answer["versions"]


class Opinions(Struct, frozen=True):
    """What others say of a conversion.

    ``votes`` maps each place that somebody would have otherwise, by more than the standard of a
    script, to the character of each who would; ``by_standard`` counts all other differences.
    """

    versions: dict[str, str]
    votes: dict[int, dict[str, str]]
    by_standard: int


def opinions(folder: Path, canonical: str, converted: str, origin: str, to: str) -> Opinions:
    """Ask the others about a canonical text and what the press made of it; see :func:`ask`."""
    found, versions = ask(folder, [canonical], origin, to)
    votes, alike = dict[int, dict[str, str]](), 0
    for name, (text,) in found.items():
        for at in differ(converted, text):
            votes.setdefault(at, {})[name] = text[at]
        pairs = zip(converted, text, strict=True)
        alike += sum(a != b and b != "\0" and a.isalpha() for a, b in pairs)
    alike -= sum(map(len, votes.values()))
    return Opinions(versions, dict(sorted(votes.items())), alike)


def differ(one: str, other: str) -> list[int]:
    """Return where two texts of one length differ by more than the standard of a script.

    Marks are no matter of converters, and where one abstained (U+0000) nothing differs.
    """
    pairs = zip(folded(one), folded(other), strict=True)
    return [n for n, (a, b) in enumerate(pairs) if a != b and b != "\0" and a.isalpha()]
