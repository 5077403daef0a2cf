"""Makes a small document of each genre, with what its genre is known by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_METADATA = """
genre = "{genre}"
script = "{script}"
short-title = {title}
organ = "某會議"
date = 2020-02-29
rights = "為試驗而作，屬於公有領域。"
register = "lenient"

[capture]
file = "capture.txt"
sha256 = "{sha256}"
source = "試驗用文"
received = 2026-01-01
licence = "公有領域"
rules = []
lines = "1-{last}"

[canonical]
file = "canonical.txt"
sha256 = "{sha256}"

[structure]
numbers = "own"
lines = {rows}
"""
_REGISTER = """
[[instrument]]
id = "charter"
title = "聯合國憲章"
[[instrument.event]]
date = 1945-06-26
act = "簽署"

[[instrument]]
id = "resolution"
title = "文獻決議"
symbol = "A/RES/60/1"
[[instrument.event]]
date = 2005-09-16
act = "通過"
"""
_SAMPLES = Path(__file__).parent / "genres"


@dataclass(frozen=True)
class Sample:
    """A text: its lines, each behind the role it has; two lines make a signatory."""

    lines: tuple[tuple[str, str], ...]

    @property
    def signed(self) -> list[tuple[str, str]]:
        """Return offices and names of the signatories."""
        lines = [text for role, text in self.lines if role == "signatory"]
        return list(zip(lines[::2], lines[1::2], strict=True))


def sample_of(genre: str) -> Sample:
    """Read the sample of a genre: a line of it is a role, a stroke and a line of the text."""
    path = _SAMPLES / f"{genre}.txt"
    assert path.is_file(), f"The genre “{genre}” has no sample; write tests/genres/{path.name}."
    lines = (line.partition("|") for line in path.read_text("utf-8").splitlines())
    return Sample(tuple((role, text) for role, _, text in lines))


def genre_document(content: Path, genre: str, editions: Sequence[str] = ()) -> Path:
    """Write a document of a genre into ``content``, with a register of two instruments."""
    return sample_document(content, f"small-{genre}", genre, sample_of(genre), editions)


def sample_document(
    content: Path,
    name: str,
    genre: str,
    sample: Sample,
    editions: Sequence[str] = (),
    scripts: Sequence[str] = (),
    script: str = "zh-Hant",
) -> Path:
    """Write a sample as a document of a genre into ``content``, with that register."""
    folder = content / name
    folder.mkdir(parents=True)
    (content / "register").mkdir(exist_ok=True)
    (content / "register" / "small.toml").write_text(_REGISTER, "utf-8")
    text = "".join(line + "\n" for _, line in sample.lines)
    for file in ("capture.txt", "canonical.txt"):
        (folder / file).write_text(text, "utf-8")
    metadata = _METADATA.format(
        genre=genre,
        script=script,
        title=json.dumps(next(line for role, line in sample.lines if role == "title")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        last=len(sample.lines),
        rows=json.dumps(_rows(sample), ensure_ascii=False),
    )
    for key, names in (("editions", editions), ("scripts", scripts)):
        if names:
            metadata = f"{key} = {json.dumps(list(names))}\n" + metadata
    for office, person in sample.signed:
        metadata += f'\n[[signatory]]\noffice = "{office}"\nname = "{person}"\n'
    (folder / "document.toml").write_text(metadata, "utf-8")
    return folder


def _rows(sample: Sample) -> list[str]:
    """Return the rows of the structure; a signatory takes two lines."""
    rows, number = list[str](), 0
    while number < len(sample.lines):
        role = sample.lines[number][0]
        last = number + 2 if role == "signatory" else number + 1
        rows.append(f"{number + 1}-{last} {role}")
        number = last
    return rows
