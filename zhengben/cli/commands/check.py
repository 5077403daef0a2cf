"""``check``: examine published editions, each finding with a code."""

from __future__ import annotations

import argparse
from itertools import chain
from pathlib import Path

from zhengben.checks import catalogue as table
from zhengben.checks.finding import not_checked
from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_install,
    add_output,
    being_read,
    content_folder,
    output_folder,
)
from zhengben.cli.commands.tally import Tally
from zhengben.conversion.declarations import in_script
from zhengben.design.assets import Assets
from zhengben.design.registry import require_registry
from zhengben.document.artefacts import read_artefacts
from zhengben.document.declaration import to_json
from zhengben.press.documents import find_documents
from zhengben.scripts.tags import scripts_of
from zhengben.setup import extras
from zhengben.source.source import Source


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument("--explain", metavar="CODE", help="say what a check demands; all lists all")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument("--accept-open-questions", action="store_true",
                        help="examine a draft though lines are a question")  # fmt: skip
    add_install(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print findings and what could not be checked; return 1 when a rule does not hold."""
    if arguments.explain:
        codes = table.table() if arguments.explain == "all" else [arguments.explain]
        for code in codes:
            print(table.explain(code))
        return 0
    require_registry(Assets.find())
    if arguments.install:
        extras.require("deposit", install=True)
        extras.require("opinions", install=True)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    reports = list[table.Report]()
    folders = find_documents(content, arguments.documents)
    tally = Tally(arguments, len(folders))
    for folder in folders:
        with tally.going_on(folder.name):
            with being_read(folder, output / folder.name):
                report = _examine(folder, output, draft=arguments.accept_open_questions)
            reports.append(report)
            tally.add(folder.name, _verdict(report), 1 if report.failures() else 0)
            if not arguments.json:
                _tell(report)
    if arguments.json:
        print(to_json(reports))
    else:
        tally.tell()
    return tally.status


def _examine(folder: Path, output: Path, *, draft: bool) -> table.Report:
    source = Source.open(folder)
    if not draft:
        source.demand_answers("examine a draft")
    declaration, _ = source.read()
    published = (artefact.scripts for artefact in read_artefacts(output / folder.name))
    own = scripts_of(declaration.script)
    declarations = {
        script: in_script(declaration, script, source.reviewed)[0]
        for script in dict.fromkeys((*own, *chain.from_iterable(published)))
    }
    return table.check_document(output / folder.name, declarations)


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
