"""In which ring of the tests each test runs: quick, slow or thorough.

The quick ones answer while one works, with the slow ones they are the ordinary ring, which
notices any check that breaks. What repeats a promise of that ring over more cases, or has another
program say again what is proved there, is thorough: `.ci/run` runs it too. Apart from all stands
the campaign (tests/campaign).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

import pytest

from zhengben.formats.pdf.writer import Press
from zhengben.press.publish import publish

# What makes a test slow: a fixture that publishes or runs other programs, or a module that knows
# what sets pages. Files that run other programs or whole corpora in another way stand by name.
SLOW_FIXTURES = {"built", "built_scripts", "deposits", "hard", "imposed", "packages",
                 "reader_tools", "require_tool", "sample"}  # fmt: skip
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
    """A row of what the ordinary ring leaves out of a file, with the reason.

    ``tests`` names functions, each with patterns (of `fnmatch`) of the ids that the ordinary ring
    keeps; where it is empty the whole file is left out.
    """

    file: str
    why: str
    tests: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, file: str, name: str, case: str) -> bool:
        """Tell whether a test of that function, and of that id of parameters, is thorough."""
        if file != self.file:
            return False
        if not self.tests:
            return True
        return name in self.tests and not any(fnmatchcase(case, p) for p in self.tests[name])


_STREAMS = "whatever a command is, it prints through one door: a few kinds of command stay"
_DISKS = "each kind of failure is tried on one command, each command with one kind of failure"
_READERS = "other programs say again what the checks of e-books and pages prove"
_KINDS = "more documents of one kind: those stay in which a fault was found first"
# the editions that have pages of their own; archives have the handout's (test_second_edition.py)
_OWN_PAGES = ("*handout", "*booklet", "*gongwen", "*large-print", "*vertical")
THOROUGH: tuple[Thorough, ...] = (
    Thorough("tests/bench/test_parallels.py", "a measurement, which the bench itself repeats"),
    Thorough(
        "tests/bench/test_generated_corpus.py",
        "`.ci/run` measures a corpus by the command",
        {"test_a_corpus_is_measured": ()},
    ),
    Thorough(
        "tests/campaign/test_damage.py",
        "the campaign goes all the way; bytes of a deposit count in test_containers.py too",
        {
            "test_damaged_deposits_are_found_out": (),
            "test_damaged_metadata_and_texts_are_refused": ("document.toml-False",),
        },
    ),
    Thorough(
        "tests/campaign/test_refusals.py",
        "the campaign goes all the way; publish, new and again stay",
        {
            "test_two_at_once_do_what_one_after_the_other_does": (),
            "test_a_disk_that_takes_no_more_costs_nothing": (
                "publish-*", "new-full *", "again-full *", "deposit-* read-only-*",
            ),
        },
    ),
    Thorough(
        "tests/campaign/test_kills.py",
        "the campaign goes all the way; publish, new and again stay",
        {
            "test_killed_at_any_change_of_a_file_nothing_is_lost": (
                "publish-*", "new-*", "again-*",
            ),
            "test_killed_as_it_recovers_nothing_is_lost": (),
        },
    ),
    Thorough(
        "tests/capture/test_markdown.py",
        "five kinds of a megabyte: the dearest stays",
        {"test_a_megabyte_of_dense_markup_is_read_in_time": ("4",)},
    ),
    Thorough(
        "tests/checks/test_checks.py",
        "each family of checks passes its own files in its own tests; `check` passes two editions",
        {"test_the_published_declaration_passes": ()},
    ),
    Thorough(
        "tests/checks/test_ebook_checks.py",
        "Ace is asked about a book that has faults, which must be those it has",
        {"test_ace_finds_nothing": ()},
    ),
    Thorough(
        "tests/checks/test_short_documents.py",
        _KINDS,
        {
            "test_a_short_document_passes_every_check": ("resolution-of-two-lines", "run-on-list"),
            "test_the_deposit_of_a_short_document_is_whole": ("resolution-of-a-page",),
        },
    ),
    Thorough(
        "tests/cli/test_cluster.py",
        "a scheduler and its workers; what these do is tried without them too",
        {
            "test_it_makes_the_same_bytes_and_tells_the_same": (),
            "test_texts_and_editions_travel_through_a_storage": (),
            "test_what_is_refused_there_is_told_here": (),
            "test_the_tasks_of_a_worker_that_is_killed_go_elsewhere": (),
        },
    ),
    Thorough(
        "tests/cli/test_refused_writes.py",
        f"{_STREAMS}; {_DISKS}",
        {
            "test_a_disk_that_takes_nothing_is_one_sentence": ("publish-*", "*-28", "*-5"),
            "test_standard_output_that_takes_nothing_is_one_sentence": (
                "publish", "canon", "explain",
            ),
            "test_standard_streams_that_are_closed_or_plain_are_no_fault": ("new", "explain"),
        },
    ),
    Thorough(
        "tests/cli/test_two_processes.py",
        "who waits for whom goes by what a command locks; of those that lock alike one stays",
        {
            "test_the_second_waits_and_says_for_whom": (
                "publish-*", "check-*-again-*", "again-*-check-*",
            ),
        },
    ),
    Thorough(
        "tests/collation/test_beside_web.py",
        "the three pages have one script and one sheet",
        {
            "test_a_page_is_read_by_everybody": ("comparison",),
            "test_switches_show_one_text_and_keep_the_place": ("comparison",),
            "test_a_redline_shows_either_version_alone": (),
        },
    ),
    Thorough(
        "tests/design/test_genres.py",
        "a genre is a row; those with most parts of their own stay",
        {"test_a_document_of_each_genre_passes_every_check": ("law", "official-document")},
    ),
    Thorough(
        "tests/design/test_newcomer.py",
        "validators start anew for each; the checks of the press stay",
        {
            "test_an_edition_of_a6_that_is_imposed_on_a5": ("looked at",),
            "test_a_genre": ("looked at",),
        },
    ),
    Thorough(
        "tests/formats/epub/test_other_readers.py",
        _READERS,
        {
            "test_axe_finds_no_barrier_on_any_page": (),
            "test_epubjs_shows_every_line": (),
            "test_vivliostyle_sets_every_character_once": (),
            "test_calibre_makes_a_kindle_book_of_the_same_text": (),
            "test_a_shelf_of_calibre_tells_eight_books_apart": (),
        },
    ),
    Thorough(
        "tests/formats/epub/test_reader.py",
        f"{_READERS}; the book of one script is opened in brief",
        {
            "test_the_reader_opens_the_book": (),
            "test_every_character_is_seen": (),
            "test_the_book_is_set_as_its_edition_says": (),
            "test_every_link_arrives": (),
            "test_the_page_list_leads_to_the_pages_of_the_handout": (),
            "test_a_click_on_a_call_shows_the_note_and_the_note_leads_back": (),
            "test_text_can_be_read_by_day_by_night_and_in_sepia": (),
            "test_the_pictures_are_not_blank": (),
            "test_the_books_in_other_scripts_are_read_too": ("zh-Hans",),
        },
    ),
    Thorough(
        "tests/formats/pdf/test_drawn_blocks.py",
        "random documents, of which the first has every kind of piece",
        {"test_no_text_is_refused_by_any_edition": ("range(0, 1)",)},
    ),
    Thorough(
        "tests/formats/pdf/test_pdf.py",
        "every edition in another folder; two installations (test_same_bytes.py) compare three",
        {"test_the_same_bytes_everywhere": ()},
    ),
    Thorough(
        "tests/formats/pdf/test_print_editions.py",
        "archives have the pages of the handout, and few signatories the room of many",
        {
            "test_any_number_of_signatories": ("24-booklet", "24-gongwen", "24-large-print",
                                               "24-vertical", "*-handout"),
            "test_hard_paragraphs": _OWN_PAGES,
            "test_every_edition_where_marks_keep_their_width": ("handout", "vertical"),
            "test_a_sheet_that_sets_lines_otherwise_than_composed_is_told": (
                "img*", ".page {*", "html*", ".call*",
            ),
            "test_an_office_keeps_its_name_and_the_date_a_signature": ("19", "20", "21"),
        },
    ),
    Thorough(
        "tests/formats/pdf/test_archive.py",
        "another program draws what tests of the proof by rendering draw",
        {"test_viewers_draw_it_alike": ()},
    ),
    Thorough(
        "tests/formats/pdf/test_heads_of_notes.py",
        "how notes are numbered moves no head",
        {"test_the_head_of_notes_stands_above_the_first_of_them": ("True",)},
    ),
    Thorough("tests/formats/web/test_web_browser.py", _READERS),
    Thorough(
        "tests/proof/test_rendering.py",
        "the page is drawn alike in each edition; columns stay",
        {
            "test_pages_are_the_same_at_first_sight": ("vertical",),
            "test_published_pages_show_the_same_in_another_engine": ("mutool*",),
        },
    ),
    Thorough(
        "tests/proof/test_tampered_pdf.py",
        "`check` examines the handout and the book (test_checks.py), and an archive is tried here",
        {"test_published_files_hold_what_the_press_writes": ()},
    ),
    Thorough(
        "tests/scripts/test_opinions.py",
        "a corpus is read whole",
        {"test_at_most_one_character_in_a_thousand_of_the_corpus_is_doubtful": ()},
    ),
    Thorough(
        "tests/verify/test_verify.py",
        "two installations (test_same_bytes.py) differ in more",
        {"test_another_time_zone_and_hash_seed_give_the_same_bytes": ()},
    ),
    Thorough(
        "tests/preview/test_preview_browser.py",
        "what the page shows and refuses is tried without a browser (test_preview_views.py)",
    ),
    Thorough(
        "tests/typesetting/test_notes.py",
        "notes of signatures in each edition, and in one edition each number of them",
        {
            "test_signatures_that_call_notes": ("*-handout", "24-12-*"),
            "test_words_above_signatures_stand_once": ("2-400",),
        },
    ),
)  # fmt: skip


def ring_of(item: pytest.Function, file: str) -> str:
    """Return the ring of a test."""
    if item.get_closest_marker("campaign"):
        return "campaign"
    if any(row.holds(file, item.originalname, case_of(item)) for row in THOROUGH):
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
