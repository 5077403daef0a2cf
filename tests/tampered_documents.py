"""The table of tampering with PDFs goes on: what does not stand on the pages."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.tampered_pdfs import TAMPERS, Tamper, kind


def _element(pdf: Pdf, role: str = "/P") -> Any:
    return next(
        item for item in pdf.objects
        if isinstance(item, Dictionary) and item.get("/Type") == "/StructElem" and role == item.S
    )  # fmt: skip


def _link(pdf: Pdf) -> Any:
    return next(a for page in pdf.pages for a in page.obj.get("/Annots", ()))


# annotations and actions


def _annotation(**keys: Any) -> Tamper:
    def tamper(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        note = Dictionary(Type=Name.Annot, Rect=Array([60, 500, 460, 530]), **keys)
        page.Annots = Array([*page.get("/Annots", ()), pdf.make_indirect(note)])

    return tamper


TAMPERS |= {
    "a note": _annotation(Subtype=Name.FreeText, Contents=String("no")),
    "a stamp": _annotation(Subtype=Name.Stamp),
    "redaction": _annotation(Subtype=Name.Redact),
    "a field": _annotation(Subtype=Name.Widget, FT=Name.Tx),
    "a film": _annotation(Subtype=Name.Screen),
}


@kind("a link to the web")
def _(pdf: Pdf) -> None:
    link = _link(pdf)
    del link["/Dest"]
    link.A = Dictionary(S=Name.URI, URI=String("https://example.org"))


@kind("a link with an action beside")
def _(pdf: Pdf) -> None:
    _link(pdf).AA = Dictionary(E=Dictionary(S=Name.JavaScript, JS=String("app.beep()")))


@kind("a call that leads to another note")
def _(pdf: Pdf) -> None:
    _link(pdf).Dest = String("note-9")


@kind("a link told in other words")
def _(pdf: Pdf) -> None:
    _link(pdf).Contents = String("此條已廢止")


@kind("a link with a border over the text")
def _(pdf: Pdf) -> None:
    _link(pdf).BS = Dictionary(W=30)


@kind("a destination elsewhere")
def _(pdf: Pdf) -> None:
    pdf.Root.Names.Dests.Names[1][0] = pdf.pages[-1].obj


def _root(**keys: Any) -> Tamper:
    def tamper(pdf: Pdf) -> None:
        for key, value in keys.items():
            pdf.Root[f"/{key}"] = value

    return tamper


TAMPERS |= {
    "OpenAction": _root(OpenAction=Dictionary(S=Name.JavaScript, JS=String("app.beep()"))),
    "Launch": _root(OpenAction=Dictionary(S=Name.Launch, F=String("calc.exe"))),
    "actions of the document": _root(AA=Dictionary(WC=Dictionary(S=Name.JavaScript))),
    "a form to fill in": _root(AcroForm=Dictionary(Fields=Array([]))),
    "layers": _root(OCProperties=Dictionary(OCGs=Array([]), D=Dictionary())),
    "a collection": _root(Collection=Dictionary()),
    "threads": _root(Threads=Array([])),
    "an address for links": _root(URI=Dictionary(Base=String("https://example.org"))),
    "another language": _root(Lang=String("zh-Hant"), Extensions=Dictionary()),
}  # fmt: skip
TAMPERS["hidden menus"] = lambda pdf: pdf.Root.ViewerPreferences.__setitem__("/HideMenubar", True)


@kind("scripts by name")
def _(pdf: Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([]))


@kind("a foreign attachment")
def _(pdf: Pdf) -> None:
    pdf.attachments["other.txt"] = b"other"


@kind("an attachment under another name")
def _(pdf: Pdf) -> None:
    pdf.Root.AF[0].UF = pdf.Root.AF[0].F = String("contract.exe")


@kind("an attachment told in other words")
def _(pdf: Pdf) -> None:
    pdf.Root.AF[0].Desc = String("The only valid text")


# structure


@kind("an element told in other words")
def _(pdf: Pdf) -> None:
    _element(pdf).ActualText = String("此條已廢止")


@kind("an element with another alternative")
def _(pdf: Pdf) -> None:
    _element(pdf).Alt = String("此條已廢止")


@kind("an expansion")
def _(pdf: Pdf) -> None:
    _element(pdf).E = String("此條已廢止")


@kind("a title of an element")
def _(pdf: Pdf) -> None:
    _element(pdf).T = String("此條已廢止")


@kind("a type mapped to nothing")
def _(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary({"/Lbl": Name.Artifact})


@kind("a class of attributes")
def _(pdf: Pdf) -> None:
    pdf.Root.StructTreeRoot.ClassMap = Dictionary()


@kind("an element of another kind")
def _(pdf: Pdf) -> None:
    _element(pdf, "/Sect").S = Name.Private


@kind("a title of the outline")
def _(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("此件已廢止")


@kind("an entry of the outline that acts")
def _(pdf: Pdf) -> None:
    pdf.Root.Outlines.First.A = Dictionary(S=Name.URI, URI=String("https://example.org"))


# the file


@kind("an object nothing leads to")
def _(pdf: Pdf) -> None:
    pdf.Root.x = pdf.make_indirect(Dictionary(Words=String("another text")))


@kind("a property of the metadata")
def _(pdf: Pdf) -> None:
    data = bytes(pdf.Root.Metadata.read_bytes())
    more = b'<dc:publisher xmlns:dc="http://purl.org/dc/elements/1.1/">x</dc:publisher>'
    pdf.Root.Metadata.write(data.replace(b"</rdf:Description>", more + b"</rdf:Description>", 1))


@kind("another output intent")
def _(pdf: Pdf) -> None:
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(bytes(profile.read_bytes()) + b"\0")


@kind("information of its own")
def _(pdf: Pdf) -> None:
    pdf.docinfo["/Keywords"] = String("revoked")
