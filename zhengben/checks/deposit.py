"""Checks D: a bag is whole, exactly serialised, and proves its own history.

``verify`` makes them, since they look at a bag and not at one published file.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengben.checks.finding import Check, Finding, Skipped, Subject

_AGAIN = "Take another copy of the deposit, or make it again with `deposit`."
_BAGIT = "RFC 8493"

ROWS = (
    Check("D-001", "The deposit is a folder, a tar or a zip, and one bag of BagIt 1.0.",
          _AGAIN, f"{_BAGIT}, 2.1.1"),
    Check("D-002", "Every member is a plain file with a safe path, and no path occurs twice.",
          "Do not unpack the deposit; take another copy.", f"{_BAGIT}, 5.1"),
    Check("D-003", "The deposit keeps the limits: 10,000 files, 128 MB a file, 256 MB in all; "
          "inside an EPUB or a PDF 192 MB unpacked.", "Do not open the files; take another copy.",
          f"{_BAGIT}, 5.4"),
    Check("D-004", "Every file that a manifest lists is there.", _AGAIN, f"{_BAGIT}, 3"),
    Check("D-005", "No file is there that the manifests do not list.",
          "Remove what was added, after you have seen what it is.", f"{_BAGIT}, 3"),
    Check("D-006", "Every file has the path that the manifests give it.",
          "Rename the file as the sentence says.", f"{_BAGIT}, 3"),
    Check("D-007", "Every file has the SHA-256 and the SHA-512 that the manifests give it.",
          _AGAIN, f"{_BAGIT}, 2.1.3"),
    Check("D-008", "Manifests and the tag files of the press are, byte for byte, what it writes.",
          _AGAIN, f"{_BAGIT}, 2.2"),
    Check("D-009", "Payload-Oxum in bag-info.txt counts the bytes and files of the payload.",
          _AGAIN, f"{_BAGIT}, 2.2.2"),
    Check("D-010", "The deposit has the layout that this program knows.",
          "Verify it with the version of Zhengben that bag-info.txt names."),
    Check("D-101", "Capture, text and witnesses are those that the document's metadata name.",
          _AGAIN),
    Check("D-102", "The rules, replayed on the capture, give the canonical text and its ledger.",
          "See data/metadata/ledger.json for the line that the sentence names."),
    Check("D-103", "The document's description holds its canonical text, line by line.", _AGAIN),
    Check("D-104", "The editions are those that their manifest lists, with its sizes and hashes.",
          _AGAIN),
    Check("D-105", "The record of events (PREMIS) gives each file the hashes that it has.", _AGAIN),
    Check("D-106", "Every check can be made to its end.",
          "The file is damaged or made to mislead; take another copy."),
    Check("D-107", "What the deposit says of itself (README, record of events, descriptions, fonts,"
          " the press, bag-info.txt) is what the same software writes of its content.",
          "Take another copy; what validators said is in data/reports alone."),
    Check("D-301", "A signature is by the key that it names, and over the bytes that it signs.",
          "Ask whoever made the deposit for another copy, and compare its Seal.",
          "RFC 5652; ETSI EN 319 142-1; RFC 3161"),
    Check("D-302", "A valid signature of somebody known is there (--require-signature).",
          "Name who is known with --trust FILE."),
    Check("D-201", "The same software makes the same bytes again (--rebuild).",
          "Compare the software in data/metadata/software.json with this machine's."),
)  # fmt: skip


def examine(subject: Subject) -> Iterator[Finding | Skipped]:
    """Find nothing: a published file alone is no deposit."""
    return iter(())
