"""What is told against objects of a PDF, by their shapes and by the way to them, in rows.

Objects of an input are numbered from 1; what stands behind ``stream`` is the data of one.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.proof.told_rows import faults, retold
from zhengben.document.provenance import KnownObjects
from zhengben.proof import pdf_objects
from zhengben.proof.pdf_objects import _sha256, _Walk
from zhengben.proof.pictures import shown_sha256

Golden = Callable[[Path, str], None]
PAGES = "<</Type /Pages /Kids [] /Count 0>>"


def opened(objects: list[str], trailer: str = "") -> pikepdf.Pdf:
    """Return a file of objects as they are written."""
    if not trailer:
        last = len(objects) + 2
        objects = [*objects, PAGES, f"<</Type /Catalog /Pages {last - 1} 0 R>>"]
        trailer = f"<</Root {last} 0 R /Size {last + 1}>>"
    data, places = b"%PDF-1.7\n", list[int]()
    for number, text in enumerate(objects, 1):
        head, stream, content = text.partition(" stream")
        held = content.strip()
        if stream:
            head = head.replace("<<", f"<</Length {len(held)} ", 1)
            head += f"\nstream\n{held}\nendstream"
        places.append(len(data))
        data += f"{number} 0 obj\n{head}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    listed = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    end = f"{listed}trailer {trailer}\nstartxref\n{len(data)}\n%%EOF\n"
    return pikepdf.open(io.BytesIO(data + end.encode()))


def known(pdf: pikepdf.Pdf) -> KnownObjects:
    """Know a form that says “formula”, and a profile that says “known”."""
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    drawn = frozenset(shown_sha256(s) for s in streams if s.read_raw_bytes() == b"formula")
    profiles = frozenset(_sha256(s) for s in streams if s.read_raw_bytes() == b"known")
    return KnownObjects(drawn, profiles)


def test_objects_are_told_as_they_were(golden: Golden) -> None:
    def tell(case: str) -> Iterator[str]:
        head, *objects = (part.strip() for part in case.split(" | "))
        shape, _, features = head.partition(" ")
        with opened(objects) as pdf:
            walk = _Walk(pdf, [f for f in features.split(", ") if f], known(pdf))
            walk._object(pdf.get_object(1, 0), shape)
            inside = list[str]()
            while walk._waiting:
                item, inner = walk._waiting.pop()
                inside.append(f"{inner} {item.objgen[0] or ''}".rstrip())
                # what it leads to is looked into, but for its own insides
                if item.objgen == (0, 0):
                    walk._object(item, inner)
            yield from (f"{place} {sentence}" for place, sentence in walk._found)
            if inside:
                yield f"leads to {', '.join(sorted(inside))}"
            for number, wanted, place in walk._references:
                yield f"refers in {place} to {number[0]} as {wanted or 'anything'}"

    golden(*retold("objects", tell, 90))


ROWS = {
    "trailer": {"/Root": "@catalog", "/Size": "int"},
    "catalog": {
        "/Type": "/Catalog", "/Pages": "@pages", "/First": "@thing", "/Last?": "^thing",
        "/Any?": "ref", "/Other?": "@other", "/List?": "[@thing | int]", "/Two?": "[int text]",
        "/Named?": "{@thing}", "/Loose?": "@other", "/More?": "@loose",
    },
    "pages": {"/Type": "/Pages", "/Kids": "[int]", "/Count": "int"},
    "thing": {"/Type": "/Thing", "/Next?": "@thing", "/Holder?": "^catalog"},
    "other": {"/Type?": "/Thing"},
    "loose": {},
}  # fmt: skip


def test_ways_through_a_file_are_told_as_they_were(golden: Golden) -> None:
    def tell(case: str) -> Iterator[str]:
        trailer, *objects = (part.strip().replace("PAGES", PAGES) for part in case.split(" | "))
        with opened(objects, trailer) as pdf:
            walk = _Walk(pdf, (), KnownObjects())
            walk._rows = ROWS
            yield from faults(walk.faults())

    golden(*retold("walks", tell, 20))


@pytest.mark.parametrize("most", [1, 3])
def test_a_walk_ends_where_enough_is_told(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_objects, "_MOST_TOLD", most)
    things: list[str] = [f"<</Type /Thing /Next {n + 1} 0 R /Bad 1>>" for n in range(3, 8)]
    objects = ["<</Type /Catalog /Pages 2 0 R /First 3 0 R>>", PAGES, *things, "<</Type /Thing>>"]
    with opened(objects, "<</Root 1 0 R /Size 9>>") as pdf:
        walk: Any = _Walk(pdf, (), KnownObjects())
        walk._rows = ROWS
        found = [fault.sentence for fault in walk.faults() if "has /Bad" in fault.sentence]
    assert len(found) == most
