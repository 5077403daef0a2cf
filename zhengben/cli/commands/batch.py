"""``new FOLDER --batch``: read a folder of captures at once, and gather what they ask."""

from __future__ import annotations

import argparse
import datetime
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from msgspec import Struct, to_builtins

from zhengben.cli.commands.tally import Tally
from zhengben.cli.progress import Progress
from zhengben.cli.tasks import Listener, Task, jobs_wanted, perform
from zhengben.document.artefacts import sha256
from zhengben.document.errors import UsageError
from zhengben.document.shown import shown, some
from zhengben.intake.draft import Draft, draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.summary import summarize
from zhengben.intake.writing import NAME, write


class PageRead(Struct, frozen=True):
    """What became of one capture: the document, whether it is new, and what it asks.

    ``questions`` are (what is asked, how many lines it is about, 0 for the metadata).
    """

    file: str
    document: str
    is_new: bool
    characters: int
    questions: tuple[tuple[str, int], ...]


def read_batch(content: Path, arguments: argparse.Namespace, answers: Mapping[str, object]) -> int:
    """Read every capture of a folder into a document of its own; return the highest status.

    What was read before stands and is passed over, so that a run that was broken off goes on.
    """
    folder = Path(arguments.file)
    if arguments.name or arguments.again:
        raise UsageError("--batch names documents after their files; leave --name and --again out.")
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder of captures, which --batch takes; name one.")
    pages = sorted(p for p in folder.iterdir() if p.is_file() and not p.name.startswith("."))
    if not pages:
        raise UsageError(f"{folder} holds no capture; save pages or texts there.")
    stems = Counter(stem_of(page) for page in pages)
    jobs = jobs_wanted(arguments.jobs)
    tasks = [
        Task(page.name, f"{__name__}:read_page",
             (page, content, stem if stems[stem := stem_of(page)] == 1 else "", dict(answers),
              arguments.encoding, arguments.dry_run), (content, None))
        for page in pages
    ]  # fmt: skip
    tally, read = Tally(len(pages)), list[PageRead]()
    with (
        Progress(len(pages)) as progress,
        closing(perform(tasks, jobs, progress, several=len(pages) > 1)) as outcomes,
    ):
        for outcome in outcomes:
            progress.done()
            if tally.took(outcome):
                page: PageRead = outcome.value
                read.append(page)
                _tell(page, tally, as_json=arguments.json)
    if not arguments.json:
        tally.tell()
        _tell_questions(read)
        if arguments.dry_run:
            print(f"\nnothing written; without --dry-run these become documents of {content}")
    return tally.status


def stem_of(page: Path) -> str:
    """Return what a document is called after its file, or nothing where that can be no name."""
    words = page.stem.lower().replace("_", "-").replace(".", "-").split()
    stem = "-".join(words)
    return stem if NAME.fullmatch(stem) else ""


def read_page(
    listener: Listener,
    page: Path,
    content: Path,
    name: str,
    answers: dict[str, object],
    encoding: str,
    dry_run: bool,
) -> PageRead:
    """Read one capture into ``content/<name>``; without a name it is called after what it is."""
    listener.step(page.name, "read")
    sniffed = sniff(page, encoding)
    received = datetime.date.fromtimestamp(page.stat().st_mtime)
    title, genre = str(answers.get("title", "")), str(answers.get("genre", ""))
    made = draft(page, sniffed, Hints(), received, title, genre=genre)
    answer(made, answers)
    name = name or _name(made)
    questions = tuple(_questions(made))
    told = PageRead(page.name, name, True, len(made.canonical), questions)
    if _is_there(content / name, made):
        return PageRead(page.name, name, False, len(made.canonical), questions)
    if not dry_run:
        write(made, content, name, partial(listener.waiting, name))
    return told


def answer(made: Draft, answers: Mapping[str, object]) -> None:
    """Put a person's answers in the place of questions."""
    given = {key: value for key, value in answers.items() if key != "title"}
    made.facts.values |= given
    # the one day that all editions bear, asked of the clock once and written down
    received = made.facts.values.get("received")
    days = [datetime.date.today(), *([received] if isinstance(received, datetime.date) else [])]
    made.facts.values.setdefault("edition_date", max(days))
    if "rights" in given and "licence" not in given:
        made.facts.values["licence"] = given["rights"]
    for key in given:
        made.facts.questions.pop(key, None)


def _name(made: Draft) -> str:
    """Return genre, date and the beginning of the capture's hash: the same for the same file."""
    date = made.facts.values.get("date")
    day = date.isoformat() if isinstance(date, datetime.date) else "undated"
    return f"{made.facts.values['genre']}-{day}-{sha256(made.sniffed.data)[:8]}"


def _is_there(folder: Path, made: Draft) -> bool:
    """Tell whether a document was read from this very capture."""
    try:
        metadata = (folder / "document.toml").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return f'sha256 = "{sha256(made.sniffed.data)}"' in metadata


def _questions(made: Draft) -> list[tuple[str, int]]:
    asked = [(f"{key}: {sentence}", 0) for key, sentence in made.facts.questions.items()]
    asked += [(doubt, 0) for doubt in made.doubts]
    return [*asked, *Counter(line.about for line in summarize(made).asked).items()]


def _tell(page: PageRead, tally: Tally, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(to_builtins(page), ensure_ascii=False))
        return
    asked = f"{len(page.questions)} questions" if page.questions else "no question"
    told = f"{page.characters:,} characters, {asked}" if page.is_new else "there already"
    print(f"{shown(page.file)}: {page.document}: {told}")
    # one line a capture is enough: the table below says what is asked
    tally.add(page.document, "read" if page.is_new else "there already", 0, clean=True)


def _tell_questions(read: Sequence[PageRead]) -> None:
    """Print what is asked, the most frequent first, and which documents ask it."""
    asked = dict[str, list[str]]()
    lines = Counter[str]()
    for page in read:
        for question, count in page.questions if page.is_new else ():
            asked.setdefault(question, []).append(page.document)
            lines[question] += count
    print("\nquestions:" if asked else "\nquestions: none")
    for question, documents in sorted(asked.items(), key=lambda row: (-len(row[1]), row[0])):
        about = f" ({lines[question]:,} lines)" if lines[question] else ""
        print(f"  ? {shown(question)}{about}")
        print(f"    {len(documents):,} of {len(read):,}: {some(documents)}")
