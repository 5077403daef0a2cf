"""``check``: examine published editions, each finding with a code."""

from __future__ import annotations

import argparse
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path

from zhengben.checks import catalogue as table
from zhengben.checks.finding import not_checked
from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_install,
    add_jobs,
    add_output,
    content_folder,
    output_folder,
)
from zhengben.cli.commands.published_versions import (
    PublishedText,
    published_texts,
    with_versions,
)
from zhengben.cli.commands.sample import add_sample, sampled
from zhengben.cli.commands.tally import Tally
from zhengben.cli.progress import Progress
from zhengben.cli.tasks import Listener, Task, jobs_wanted, perform
from zhengben.design.assets import Assets
from zhengben.design.registry import require_registry
from zhengben.document.artefacts import read_artefacts
from zhengben.document.declaration import to_json
from zhengben.document.errors import UsageError
from zhengben.files.holding import reading
from zhengben.files.placing import require_outside
from zhengben.files.reports import require_free, write_report
from zhengben.press.anew import MadeAnew
from zhengben.setup import extras
from zhengben.source.source import Source
from zhengben.source.texts import text_in


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--explain", metavar="CODE", help="say what a check demands; all lists all")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--accept-open-questions", action="store_true",
                        help="examine a draft though lines are a question")  # fmt: skip
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page of the findings")
    add_sample(parser)
    add_install(parser)
    add_jobs(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print findings and what could not be checked; return 1 when a rule does not hold."""
    if arguments.explain:
        codes = table.table() if arguments.explain == "all" else [arguments.explain]
        for code in codes:
            print(table.explain(code))
        return 0
    jobs = jobs_wanted(arguments.jobs)
    require_registry(Assets.find())
    if arguments.install:
        extras.require("deposit", install=True)
        extras.require("opinions", install=True)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    if arguments.html:
        require_outside(content, arguments.html, "--html")
        require_free(arguments.html)
    texts = _chosen(content, output, arguments)
    draft = arguments.accept_open_questions
    tasks = [
        Task(text.name, f"{__name__}:examine_document", (text, output, draft), (content, output))
        for text in texts
    ]
    reports = list[table.Report]()
    tally = Tally(len(texts))
    with (
        Progress(len(texts)) as progress,
        closing(perform(tasks, jobs, progress, several=len(texts) > 1)) as outcomes,
    ):
        for outcome in outcomes:
            progress.done()
            if not tally.took(outcome):
                continue
            report: table.Report = outcome.value
            reports.append(report)
            failed = bool(report.failures())
            tally.add(outcome.document, _verdict(report), 1 if failed else 0, clean=not failed)
            if not arguments.json:
                _tell(report)
    if arguments.json:
        print(to_json(reports))
    else:
        tally.tell()
    if arguments.html:
        from zhengben.cli.commands.page import findings_page

        page = findings_page(reports, tally.refused, output, arguments.html, Assets.find())
        write_report(arguments.html, page.encode())
    return tally.status


def _chosen(content: Path, output: Path, arguments: argparse.Namespace) -> list[PublishedText]:
    """Return what is examined: what is named, and what stands in the output of its versions."""
    texts = published_texts(content, arguments.documents)
    folders = sampled([text.folder for text in texts if text.day is None], arguments)
    found = [each for folder in folders for each in with_versions(folder, output)]
    return list(dict.fromkeys((*found, *(text for text in texts if text.day))))


def examine_document(
    listener: Listener, text: PublishedText, output: Path, draft: bool
) -> table.Report:
    """Examine what was published of a text, while nobody changes it or its editions."""
    waiting = partial(listener.waiting, text.name)
    listener.step(text.name, "check")
    with reading(text.folder, waiting), reading(output / text.name, waiting):
        return _examine(text, output, draft=draft)


def _examine(text: PublishedText, output: Path, *, draft: bool) -> table.Report:
    source = Source.open(text.folder)
    if text.day and text.day not in {version.date for version in source.versions}:
        told = f"{text.name} is a version that {text.folder.name} has no more; remove its folder."
        raise UsageError(told)
    source = source.at(text.day) if text.day else source
    if not draft:
        source.demand_answers("examine a draft")
    declaration, _ = source.read()
    artefacts = read_artefacts(output / text.name)
    published = (artefact.scripts for artefact in artefacts)
    declarations = {
        script: text_in(source, declaration, script)[0]
        for script in dict.fromkeys(chain.from_iterable(published))
    }
    pairs = (artefact.pair for artefact in artefacts)
    made = MadeAnew(lambda: source, Assets.find(), pairs, draft=draft)
    return table.check_document(output / text.name, declarations, made.file)


def _tell(report: table.Report) -> None:
    for finding in report.findings:
        print(f"{finding.code} {finding.file}, {finding.place}: {finding.sentence}")
    for line in not_checked(report.skipped):
        print(line)
    print(f"{report.document}: {_verdict(report)}")


def _verdict(report: table.Report) -> str:
    failures = len(report.failures())
    verdict = f"{failures} findings" if failures else "nothing to mend"
    return f"{len(report.examined)} files examined, {verdict}"
