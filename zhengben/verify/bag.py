"""Reads manifests and tag files strictly, and compares them with the files.

Of payload, manifests and our own tag files only the exact bytes that the press writes are accepted:
sorted lines, lower-case digits, two blanks. So no byte of them can change unseen. What an archive
adds by RFC 8493 (tag files, entries of bag-info.txt) is let pass, and told where nothing binds it.
A bag is judged by the row of its own layout, so that one of an earlier release stays what it was.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping

from zhengben.verify.container import Container, check_serialised
from zhengben.verify.signatures import NAMES

_ALGORITHMS = {"sha256": 64, "sha512": 128}
_SHOWN = {"sha256": "SHA-256", "sha512": "SHA-512"}
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# the entries of bag-info.txt by layout, in order. In layout 1 (release 0.1.0) Bagging-Date is the
# day of the capture, and events have an open interval; from 2 on both are the day of the deposit.
_INFO = ("External-Identifier", "Internal-Sender-Identifier", "External-Description",
         "Bagging-Date", "Bag-Software-Agent", "Zhengben-Deposit-Layout",
         "Payload-Oxum")  # fmt: skip
# From 2 on entries that tell of the depositor may stand among these, and identifiers behind ours.
LAYOUTS = {"1": _INFO, "2": ("BagIt-Profile-Identifier", *_INFO)}
_TAGS = ("bag-info.txt", "bagit.txt", *(f"manifest-{name}.txt" for name in _ALGORITHMS))
_ALL_TAGS = (*_TAGS, *(f"tagmanifest-{name}.txt" for name in _ALGORITHMS))


def check_bag(container: Container) -> dict[str, str]:
    """Make every check of the bag itself; return bag-info, empty where it cannot be read."""
    files = container.files
    if "bagit.txt" not in files:
        container.find("D-001", "bagit.txt", "There is no bagit.txt: this is not a bag.")
        return {}
    if files["bagit.txt"] != _DECLARATION:
        told = "bagit.txt does not declare BagIt 1.0 in UTF-8 in the exact two lines."
        container.find("D-001", "bagit.txt", told)
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    tags = {name: data for name, data in files.items() if name not in payload}
    for name in sorted(set(_ALL_TAGS) - set(tags)):
        container.find("D-004", name, f"{name} is missing.")
    bound = _bound(container)
    for name in sorted(set(tags) - set(_ALL_TAGS)):
        if name == "fetch.txt":
            container.find("D-005", name, "fetch.txt leads out of the deposit.")
        elif name not in bound and not NAMES.fullmatch(name):
            container.let_pass(f"{ascii(name)[1:-1]}, a tag file that no manifest lists")
    info = _info(container)
    if info:
        _oxum(container, info, payload)
        try:
            check_serialised(container, datetime.date.fromisoformat(info["Bagging-Date"]))
        except ValueError:
            told = f"{info['Bagging-Date']} is no date."
            container.find("D-008", "bag-info.txt", told)
    listed = {n: d for n, d in tags.items() if n in _TAGS or (n in bound and n not in _ALL_TAGS)}
    for algorithm in _ALGORITHMS:
        _manifest(container, f"manifest-{algorithm}.txt", algorithm, payload)
        _manifest(container, f"tagmanifest-{algorithm}.txt", algorithm, listed)
    return info


def _bound(container: Container) -> frozenset[str]:
    """Return the tag files that every manifest of tag files lists."""
    lists = list[set[str]]()
    for name in _ALGORITHMS:
        data = container.files.get(f"tagmanifest-{name}.txt", b"").decode("utf-8", "replace")
        lists.append({_decoded(line.partition("  ")[2]) for line in data.split("\n")})
    return frozenset(set.intersection(*lists))


def _info(container: Container) -> dict[str, str]:
    """Read bag-info.txt, whose lines stand in one order."""
    data = container.files.get("bag-info.txt")
    if data is None:
        return {}
    lines = data.decode("utf-8", "replace").split("\n")
    pairs = [line.partition(": ")[::2] for line in lines[:-1]]
    layout = dict(pairs).get("Zhengben-Deposit-Layout", "")
    if layout not in LAYOUTS:
        has = f"the layout {layout}" if layout else "no layout of Zhengben"
        told = f"The deposit has {has}; this program knows the layouts {', '.join(LAYOUTS)}."
        container.find("D-010", "bag-info.txt", told)
    keys = LAYOUTS.get(layout, _INFO)
    own = tuple(dict.fromkeys(key for key, _ in pairs if key in keys))
    wrong = own != keys or lines[-1] or not all(v for _, v in pairs)
    if wrong or b"\xef\xbf\xbd" in data or "\r" in data.decode("utf-8", "replace"):
        container.find("D-008", "bag-info.txt", "bag-info.txt is not written as deposits have it.")
        return {}
    info = dict[str, str]()
    for key, value in pairs:
        info[key] = f"{info[key]}; {value}" if key in info else value
    return info


def _oxum(container: Container, info: Mapping[str, str], payload: Mapping[str, bytes]) -> None:
    found = f"{sum(map(len, payload.values()))}.{len(payload)}"
    if info["Payload-Oxum"] != found:
        told = f"Payload-Oxum says {info['Payload-Oxum']}, the payload has {found}."
        container.find("D-009", "bag-info.txt", told)


def _manifest(container: Container, name: str, algorithm: str, files: Mapping[str, bytes]) -> None:
    """Compare one manifest with the files that it has to list."""
    data = container.files.get(name)
    if data is None:
        return
    listed = _entries(container, name, data, _ALGORITHMS[algorithm])
    found = {path: hashlib.new(algorithm, content).hexdigest() for path, content in files.items()}
    missing = {path: digest for path, digest in listed.items() if path not in found}
    added = {path: digest for path, digest in found.items() if path not in listed}
    for path, digest in missing.items():
        twin = next((other for other, its in added.items() if its == digest), "")
        if twin:
            del added[twin]
            container.find("D-006", twin, f"{path} was renamed to {twin} ({name}).")
        else:
            container.find("D-004", path, f"{path} is missing, but {name} lists it.")
    for path in added:
        container.find("D-005", path, f"{path} is there, but {name} does not list it.")
    for path, digest in listed.items():
        if path in found and found[path] != digest:
            told = f"{path} has another {_SHOWN[algorithm]} than {name} says: {found[path]}."
            container.find("D-007", path, told)


def _entries(container: Container, name: str, data: bytes, digits: int) -> dict[str, str]:
    """Return a manifest's hashes by path; tell each line that is not as it has to be."""
    form = re.compile(rf"([0-9a-f]{{{digits}}})  ([^\r\n]+)")
    entries: dict[str, str] = {}
    *lines, rest = data.decode("utf-8", "replace").split("\n")
    last = ""
    for number, line in enumerate((*lines, rest) if rest else lines, 1):
        match = form.fullmatch(line)
        path = _decoded(match[2]) if match else ""
        if not match or path <= last or _encoded(path) != match[2] or number > len(lines):
            told = f"Line {number} of {name} is not written as manifests of deposits have it."
            container.find("D-008", name, told)
        if match:
            entries[path] = match[1]
            last = path
    return entries


def _decoded(path: str) -> str:
    return re.sub("%(25|0A|0D)", lambda match: chr(int(match[1], 16)), path)


def _encoded(path: str) -> str:
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
