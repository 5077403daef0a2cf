"""In which ring of the tests each test runs: quick, slow or thorough.

The quick ones answer while one works, with the slow ones they are the ordinary ring, which
notices any check that breaks. What repeats a promise of that ring over more cases, or has another
program say again what is proved there, is thorough: `.ci/run` runs it too. Apart from all stands
the campaign (tests/campaign).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from zhengben.formats.pdf.writer import Press
from zhengben.press.publish import publish

# What makes a test slow: a fixture that publishes or runs other programs, or a module that knows
# what sets pages. Files that run other programs or whole corpora in another way stand by name.
SLOW_FIXTURES = {"built", "built_scripts", "deposits", "hard", "imposed", "packages",
                 "reader_tools", "require_tool", "sample", "short_handout"}  # fmt: skip
SLOW_IMPORTS = (publish, Press)
SLOW_FILES = {"tests/bench/test_generated_corpus.py", "tests/bench/test_parallels.py",
              "tests/campaign/test_damage.py", "tests/campaign/test_kills.py",
              "tests/campaign/test_refusals.py", "tests/capture/test_bad_input.py",
              "tests/checks/test_ebook_checks.py", "tests/checks/test_made_anew.py",
              "tests/cli/test_cli.py", "tests/cli/test_many_documents.py",
              "tests/cli/test_ordinary_user.py", "tests/cli/test_refused_writes.py",
              "tests/cli/test_two_processes.py", "tests/cli/test_workers.py",
              "tests/design/test_newcomer.py", "tests/fonts/test_choice.py",
              "tests/fonts/test_face_chains.py", "tests/fonts/test_own_fonts.py",
              "tests/formats/epub/test_epub.py", "tests/formats/epub/test_epub_input.py",
              "tests/formats/epub/test_epub_marks.py", "tests/formats/epub/test_epub_sections.py",
              "tests/formats/epub/test_kobo.py", "tests/formats/pdf/test_engine.py",
              "tests/formats/pdf/test_second_edition.py", "tests/intake/test_corpus.py",
              "tests/mutation/test_mutation.py", "tests/pagination/test_runs_on.py",
              "tests/pagination/test_saved_sheet.py", "tests/press/test_kinds_of_capture.py",
              "tests/press/test_neighbours.py", "tests/press/test_record.py",
              "tests/press/test_writers.py", "tests/preview/test_preview.py",
              "tests/proof/test_tampered_pdf.py", "tests/scripts/test_opinions.py",
              "tests/site/test_site.py", "tests/test_guide.py", "tests/test_house_style.py",
              "tests/typesetting/test_signatories.py", "tests/verify/test_hostile.py",
              "tests/verify/test_marked_deposit.py", "tests/verify/test_packages.py",
              "tests/verify/test_signatures.py", "tests/verify/test_texts_beside.py"}  # fmt: skip
# what was read, by file, function and id of parameters; how many thorough tests were left out
COLLECTED = pytest.StashKey[dict[str, dict[str, list[str]]]]()
LEFT_OUT = pytest.StashKey[int]()


@dataclass(frozen=True, slots=True)
class Thorough:
    """A row of thorough.toml: what the ordinary ring leaves out of a file, with the reason.

    ``tests`` names functions, each with patterns (of `fnmatch`) of the ids that the ordinary ring
    keeps; where it is empty the whole file is left out.
    """

    file: str
    why: str
    tests: dict[str, list[str]] = field(default_factory=dict)

    def holds(self, file: str, name: str, case: str) -> bool:
        """Tell whether a test of that function, and of that id of parameters, is thorough."""
        if file != self.file:
            return False
        if not self.tests:
            return True
        return name in self.tests and not any(fnmatchcase(case, p) for p in self.tests[name])


ROWS = tomllib.loads(Path(__file__).with_name("thorough.toml").read_text("utf-8"))["thorough"]
THOROUGH = tuple(Thorough(**row) for row in ROWS)
_ROWS_OF: dict[str, list[Thorough]] = {}
for _row in THOROUGH:
    _ROWS_OF.setdefault(_row.file, []).append(_row)


def ring_of(item: pytest.Function, file: str) -> str:
    """Return the ring of a test."""
    if item.get_closest_marker("campaign"):
        return "campaign"
    if any(row.holds(file, item.originalname, case_of(item)) for row in _ROWS_OF.get(file, ())):
        return "thorough"
    slow = (
        item.get_closest_marker("slow") is not None
        or file in SLOW_FILES
        or not SLOW_FIXTURES.isdisjoint(item.fixturenames)
        or any(value is slow for value in vars(item.module).values() for slow in SLOW_IMPORTS)
    )
    return "slow" if slow else "quick"


def case_of(item: pytest.Function) -> str:
    """Return the id of a test's parameters, empty where it has none."""
    callspec = getattr(item, "callspec", None)
    return callspec.id if callspec else ""


def stale(rows: Iterable[Thorough], collected: dict[str, dict[str, list[str]]]) -> list[str]:
    """Return what rows name that is not there, or no longer leave out, in files that were read.

    ``collected`` holds the ids of parameters by function, by file.
    """
    found = list[str]()
    for row in rows:
        functions = collected.get(row.file)
        if functions is None:
            continue
        for name, kept in row.tests.items():
            cases = functions.get(name, [])
            unmet = [p for p in kept if not any(fnmatchcase(case, p) for case in cases)]
            if not cases:
                found.append(f"{row.file}: no test {name}")
            found += [f"{row.file}: {name} has no case {pattern}" for pattern in unmet]
    return found
