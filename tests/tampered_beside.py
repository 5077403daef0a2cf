"""The table of tampering with PDFs ends: what lies beside the words, and around the structure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.tampered_documents import TAMPERS
from tests.tampered_pdfs import Tamper, kind


def _elements(pdf: Pdf, role: str) -> list[Any]:
    found = [item for item in pdf.objects if isinstance(item, Dictionary)]
    return [e for e in found if e.get("/Type") == "/StructElem" and str(e.S) == f"/{role}"]


def _tree(pdf: Pdf) -> Any:
    return pdf.Root.StructTreeRoot


def _contents(pdf: Pdf, pattern: bytes, change: Callable[[re.Match[bytes]], bytes]) -> None:
    """Change what a pattern finds first on the first page that has it."""
    for page in pdf.pages:
        data = bytes(page.obj.Contents.read_bytes())
        if found := re.search(pattern, data, re.DOTALL):
            changed = data[: found.start()] + change(found) + data[found.end() :]
            page.obj.Contents.write(changed)
            return
    raise AssertionError(pattern)


# around the structure


@kind("an identifier that leads elsewhere")
def _(pdf: Pdf) -> None:
    names = _tree(pdf).IDTree.Kids[0].Names
    names[1] = names[3]


@kind("parents of two contents exchanged")
def _(pdf: Pdf) -> None:
    parents = _tree(pdf).ParentTree.Nums[1]
    place = next(n for n in range(len(parents) - 1)
                 if None not in (parents[n], parents[n + 1])
                 and parents[n].objgen != parents[n + 1].objgen)  # fmt: skip
    parents[place], parents[place + 1] = parents[place + 1], parents[place]


@kind("the parent of a link")
def _(pdf: Pdf) -> None:
    _tree(pdf).ParentTree.Nums[-1] = _elements(pdf, "P")[0]


@kind("numbers of pages exchanged in the tree of parents")
def _(pdf: Pdf) -> None:
    one, other = pdf.pages[0].obj, pdf.pages[1].obj
    one.StructParents, other.StructParents = int(other.StructParents), int(one.StructParents)


@kind("a tree of parents that is said to be empty")
def _(pdf: Pdf) -> None:
    _tree(pdf).ParentTreeNextKey = 0


@kind("an element that says it is held by another")
def _(pdf: Pdf) -> None:
    _elements(pdf, "P")[2].P = _elements(pdf, "Document")[0]


@kind("names out of their order")
def _(pdf: Pdf) -> None:
    names = list(pdf.Root.Names.Dests.Names)
    pdf.Root.Names.Dests.Names = Array([*names[2:], *names[:2]])


@kind("a name less")
def _(pdf: Pdf) -> None:
    pdf.Root.Names.Dests.Names = Array(list(pdf.Root.Names.Dests.Names)[2:])


@kind("a name more")
def _(pdf: Pdf) -> None:
    names = list(pdf.Root.Names.Dests.Names)
    pdf.Root.Names.Dests.Names = Array([*names, String("zz"), names[1]])


@kind("a paragraph told as a heading")
def _(pdf: Pdf) -> None:
    _elements(pdf, "P")[3].S = Name.H2


@kind("a heading told as a paragraph")
def _(pdf: Pdf) -> None:
    _elements(pdf, "H1")[0].S = Name.P


# what is said of the file


@kind("another language of an element")
def _(pdf: Pdf) -> None:
    _elements(pdf, "P")[3].Lang = String("ja")


@kind("a page called otherwise")
def _(pdf: Pdf) -> None:
    pdf.Root.PageLabels.Nums[1].P = String("附")


@kind("pages called otherwise from the second on")
def _(pdf: Pdf) -> None:
    labels = list(pdf.Root.PageLabels.Nums)
    pdf.Root.PageLabels.Nums = Array([*labels, 1, Dictionary(P=String("附"))])


@kind("a bookmark that leads to another page")
def _(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Dest[0] = pdf.pages[-1].obj


def _packet(before: bytes, behind: bytes) -> Tamper:
    def tamper(pdf: Pdf) -> None:
        data = bytes(pdf.Root.Metadata.read_bytes())
        assert before in data
        pdf.Root.Metadata.write(data.replace(before, behind, 1))

    return tamper


TAMPERS |= {
    "another language": lambda pdf: pdf.Root.__setitem__("/Lang", String("ja")),
    "room behind the packet": _packet(b"<?xpacket end", b" " * 2000 + b"<?xpacket end"),
    "a packet of another kind": _packet(b'id="W5M0', b'id="X5M0'),
    "a packet about something else": _packet(b'rdf:about=""', b'rdf:about="urn:x"'),
    "a property as an attribute": _packet(b'rdf:about=""', b'rdf:about="" xmp:Nickname="n"'),
    "an instruction in the packet": _packet(b"<rdf:RDF", b"<?x y?><rdf:RDF"),
}


# what the file carries


def _exchanged(*keys: str) -> Tamper:
    def tamper(pdf: Pdf) -> None:
        one, other = pdf.Root.AF[0], pdf.Root.AF[1]
        for key in keys:
            one[key], other[key] = str(other[key]), str(one[key])

    return tamper


def _about(key: str, value: Any) -> Tamper:
    return lambda pdf: pdf.Root.AF[0].EF.F.Params.__setitem__(key, value)


TAMPERS |= {
    "descriptions of what it carries exchanged": _exchanged("/Desc"),
    "names of what it carries exchanged": _exchanged("/UF", "/F"),
    "another day of what it carries": _about("/ModDate", String("D:19990101000000Z")),
    "another sum of what it carries": _about("/CheckSum", String(b"0" * 16)),
    "another size of what it carries": _about("/Size", 1),
    "another relation": lambda pdf: setattr(pdf.Root.AF[0], "AFRelationship", Name.Alternative),
    "another type": lambda pdf: setattr(pdf.Root.AF[0].EF.F, "Subtype", Name("/text#2fhtml")),
}


@kind("a file less than it carries")
def _(pdf: Pdf) -> None:
    pdf.Root.AF = Array(list(pdf.Root.AF)[:-1])
    names = pdf.Root.Names.EmbeddedFiles
    names.Names = Array(list(names.Names)[:-2])


@kind("a file in one list and not in the other")
def _(pdf: Pdf) -> None:
    pdf.Root.AF = Array(list(pdf.Root.AF)[:-1])


@kind("a text that it carries with another word")
def _(pdf: Pdf) -> None:
    item = next(f for f in pdf.Root.AF if str(f.UF).endswith(".canonical.txt"))
    data = bytes(item.EF.F.read_bytes()).replace("國".encode(), "図".encode(), 1)
    item.EF.F.write(data)
    item.EF.F.Params.Size = len(data)
    item.EF.F.Params.CheckSum = String(hashlib.md5(data, usedforsecurity=False).digest())


# on the pages


@kind("a rule below words without a mark")
def _(pdf: Pdf) -> None:
    _contents(pdf, rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm.*?ET",
              lambda m: m[0] + b" 0.5 w %b %f m %f %f l S"
              % (m[1], float(m[2]) + 2, float(m[1]) + 50, float(m[2]) + 2))  # fmt: skip


@kind("a rule of no table below words")
def _(pdf: Pdf) -> None:
    _contents(pdf, rb"1 0 0 -1 ([\d.]+) ([\d.]+) Tm(?:(?!Tm| cm).)*?ET\s+EMC",
              lambda m: m[0] + b" /Artifact BMC 0.5 w %b %f m %f %f l S EMC"
              % (m[1], float(m[2]) + 2, float(m[1]) + 50, float(m[2]) + 2))  # fmt: skip


def _head(change: Callable[[bytes], bytes]) -> Tamper:
    pattern = rb"/Artifact\s*<<[^>]*>>\s*BDC(?:(?!EMC).)*?T[jJ].*?EMC"
    return lambda pdf: _contents(pdf, pattern, lambda m: change(m[0]))


TAMPERS |= {
    "a running head as large as nothing else": _head(
        lambda text: re.sub(rb"([\d.]+) Tf", lambda m: b"%f Tf" % (3 * float(m[1])), text)
    ),
    "a comment between operators": lambda pdf: _contents(
        pdf, rb"\Z", lambda m: b"\n% not in force\n"
    ),
    "blanks between operators": lambda pdf: _contents(pdf, rb"\Z", lambda m: b" " * 5000),
}


@kind("another white of a space that nobody uses")
def _(pdf: Pdf) -> None:
    spaces = pdf.pages[0].obj.Resources.ColorSpace
    spaces[next(name for name in spaces.keys() if "lab" in name)][1].WhitePoint[0] = 0.5  # noqa: SIM118
