"""What a deposit says of itself is written anew and compared, where the software is the same."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.bags import NAME, Files
from zhengben.verify.container import Container
from zhengben.verify.history import History
from zhengben.verify.retold import check_retold

Change = Callable[[Files], None]
README, PREMIS = "data/README.txt", "data/metadata/premis.xml"
VALIDATION = "data/reports/validation.json"


def told(files: Files) -> tuple[list[str], list[str]]:
    """Return the places of what is found, and why something could not be compared."""
    subject = Container(NAME, dict(files))
    history = History(subject)
    history.check()
    subject.findings.clear()
    skipped = check_retold(subject, history)
    assert {finding.code for finding in subject.findings} <= {"D-107"}
    return [finding.place for finding in subject.findings], [s.reason for s in skipped]


def replace(name: str, before: str, behind: str) -> Change:
    def change(files: Files) -> None:
        text = files[name].decode()
        assert before in text
        files[name] = text.replace(before, behind, 1).encode()

    return change


def validated(files: Files) -> None:
    """Say that the checks were made, by a program that nobody asked."""
    said = json.loads(files[VALIDATION])
    files[VALIDATION] = json.dumps({**said, "software": {"veraPDF": "1.31"}}).encode()


def report(files: Files) -> None:
    files["data/reports/verapdf.txt"] = b"astana-2017.zh-Hant.archive.pdf 3a: conforms\n"


def fewer(files: Files) -> None:
    """Take an edition out of the bag and out of its list, as if there had never been one."""
    name = "data/editions/manifest.json"
    said = json.loads(files[name])
    gone = said["artefacts"].pop()
    del files[f"data/editions/{gone['file']}"]
    files[name] = (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()


CHANGES: dict[str, tuple[Change, str]] = {
    "how to restore the text": (replace(README, "SHA-256", "MD5"), README),
    "a promise": (lambda files: files.update({README: files[README] + b"PDF/A-4f\n"}), README),
    "an outcome": (replace(PREMIS, ">success<", ">failure<"), PREMIS),
    "a day": (replace(PREMIS, "eventDateTime>20", "eventDateTime>19"), PREMIS),
    "whose the text is": (
        replace("data/metadata/declaration.zh-Hant.json", "公有領域", "某人所有"),
        "data/metadata/declaration.zh-Hant.json",
    ),
    "a note": (
        replace("data/metadata/declaration.zh-Hant.json", "聖彼得堡", "別處"),
        "data/metadata/declaration.zh-Hant.json",
    ),
    "a font": (replace("data/fonts/fonts.json", '"licence": "', '"licence": "x'),
               "data/fonts/fonts.json"),
    "the profile": (replace("data/metadata/bagit-profile.json", "1.3", "1.9"),
                    "data/metadata/bagit-profile.json"),
    "who is cited": (replace("data/content/register/cited.toml", "憲章", "章程"),
                     "data/metadata/declaration.zh-Hant.json"),
    "checks that nobody made": (validated, VALIDATION),
    "a report that nobody made": (report, "data/reports/verapdf.txt"),
    "a file more": (lambda files: files.update({"data/press/more.py": b"x"}), "data/press/more.py"),
    "a hidden file": (lambda files: files.update({"data/.hidden": b"x"}), "data/.hidden"),
    "an edition less": (fewer, README),
    "a list of another text": (
        replace("data/editions/manifest.json", '"canonical_sha256": "', '"canonical_sha256": "0'),
        "deposit",
    ),
    "what it is": (replace("bag-info.txt", "External-Description: ", "External-Description: 非"),
                   "bag-info.txt"),
    "when it was made": (replace("bag-info.txt", "Bagging-Date: 20", "Bagging-Date: 19"), README),
    "which press": (replace("bag-info.txt", "Agent: Zhengben", "Agent: Other"), "bag-info.txt"),
}  # fmt: skip


def test_a_deposit_says_what_the_press_writes(bag: Files) -> None:
    assert told(bag) == ([], [])


@pytest.mark.parametrize("kind", CHANGES)
def test_other_words_are_found(bag: Files, kind: str) -> None:
    change, place = CHANGES[kind]
    files = dict(bag)
    change(files)
    assert place in told(files)[0]


def test_an_archive_may_add_entries(bag: Files) -> None:
    info = bag["bag-info.txt"].replace(b"Payload-Oxum", b"Source-Organization: x\nPayload-Oxum")
    assert told({**bag, "bag-info.txt": info}) == ([], [])


def test_by_other_software_nobody_can_tell(bag: Files) -> None:
    name = "data/metadata/software.json"
    other = bag[name].replace(b'"press_sha256": "', b'"press_sha256": "0')
    places, reasons = told({**bag, name: other, README: b"x"})
    assert places == []
    assert "other software made it" in reasons[0]


def test_what_cannot_be_written_anew_is_one_finding(bag: Files) -> None:
    assert told({**bag, VALIDATION: b"{}"})[0] == ["deposit"]
