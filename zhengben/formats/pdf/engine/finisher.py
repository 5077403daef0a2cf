"""What WeasyPrint leaves to be mended or said in a PDF that is made but not yet written."""

from __future__ import annotations

import datetime
import hashlib
import zlib
from typing import TYPE_CHECKING, Any

import pydyf
import weasyprint

from zhengben.formats.pdf.engine.objects import give_profiles

if TYPE_CHECKING:
    from zhengben.formats.pdf.engine.door import Writing

_GREY = {b"rg": b"g", b"RG": b"G"}


def embedded(writing: Writing) -> list[weasyprint.Attachment]:
    """Return the attachments as the engine takes them: each serves one write."""
    moment = datetime.datetime.combine(writing.received, datetime.time())
    return [
        weasyprint.Attachment(
            string=attachment.data,
            name=attachment.name,
            description=attachment.description,
            created=moment,
            modified=moment,
            relationship=attachment.relationship,
        )
        for attachment in writing.attachments
    ]


def describe(document: Any, writing: Writing) -> None:
    """Have the engine write our metadata in place of its own."""
    # the tree of structure is another one in PDF 2.0
    document.pdf_version = writing.version
    information = document.metadata
    information.producer = f"WeasyPrint {weasyprint.__version__}"
    information.generate_rdf_metadata = lambda *_: writing.metadata(information)


class Finisher:
    """Finishes the PDF in memory; called by WeasyPrint before it writes."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        """Mend what the engine leaves, and add what it has no option for."""
        # the profile of one write would colour the next
        document.color_profiles.pop("srgb", None)
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream):
                item.stream = _without_empty([_grey(part) for part in item.stream])
                if self._writing.variant.startswith("pdf/a"):
                    # archives know PDF/A by its packet, which their tools read as it lies there
                    item.compress &= item.extra.get("Type") != "/Metadata"
        give_profiles(pdf)
        self._name_links(pdf)
        self._name_attachments(pdf)
        self._tell_viewers(pdf)
        pdf.objects = [Written(item) if item.free == "n" else item for item in pdf.objects]

    def _name_links(self, pdf: pydyf.PDF) -> None:
        """Say in words where a link leads, for those who hear it (ISO 14289-1, 7.18.5)."""
        for item in pdf.objects:
            if isinstance(item, dict) and item.get("Type") == "/Annot" and "Dest" in item:
                name = self._writing.link(item["Dest"].string)
                if name:
                    item["Contents"] = pydyf.String(name)

    def _name_attachments(self, pdf: pydyf.PDF) -> None:
        """Tell each attachment once, and of what media type it is."""
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        kinds = {
            f"<{hashlib.md5(a.data, usedforsecurity=False).hexdigest()}>": a.media_type
            for a in self._writing.attachments
        }
        for item in pdf.objects:
            extra = getattr(item, "extra", {})
            if extra.get("Type") == "/EmbeddedFile":
                kind = kinds[extra["Params"]["CheckSum"]]
                extra["Subtype"] = "/" + kind.replace("/", "#2f").replace("+", "#2b")

    def _tell_viewers(self, pdf: pydyf.PDF) -> None:
        """Add page labels, what viewers show at first, and how they turn the pages."""
        labels = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
        pdf.add_object(labels)
        pdf.catalog["PageLabels"] = labels.reference
        pdf.catalog["PageMode"] = "/UseOutlines"
        pdf.catalog["PageLayout"] = "/SinglePage"
        if self._writing.turned:
            pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"
        for reference in pdf.page_references:
            page = pdf.objects[int(reference.split()[0])]
            # what is left when a printer has trimmed the sheet; here nothing is cut off
            page["TrimBox"] = page["MediaBox"]
            if self._writing.turned:
                # lines are laid out along the page and read down it
                page["Rotate"] = 90


class Written(pydyf.Object):  # type: ignore[misc]
    """A finished object of a PDF as it stands in the file.

    pydyf works out the bytes of every object once to write them and once more for the identifier
    of the file, and compresses what is compressed twice too.
    """

    data, compressible = b"", False

    def __init__(self, item: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = item.number, item.generation, item.free
        self.data, self.compressible = item.data, item.compressible


def stream_data(stream: pydyf.Stream) -> bytes:
    """Return a stream as it stands in the file, compressed as zlib does it unless asked.

    Its utmost, which pydyf asks, takes twice as long for half a hundredth less. A stream of objects
    is not changed any more, and worked out once for the identifier too.
    """
    known: bytes | None = vars(stream).get("written")
    if known is not None:
        return known
    data: bytes = b"\n".join(map(pydyf._to_bytes, stream.stream))
    extra = pydyf.Dictionary(stream.extra)
    if stream.compress:
        extra["Filter"] = "/FlateDecode"
        data = zlib.compress(data)
    extra["Length"] = len(data)
    written = b"\n".join((extra.data, b"stream", data, b"endstream"))
    if extra.get("Type") == "/ObjStm":
        stream.written = written
    return written


def _without_empty(parts: list[Any]) -> list[Any]:
    """Take empty strings out of a row of glyphs behind which another font goes on.

    PDFium, and so Chrome, passes over the last number of a row (TJ) that holds one, so that a word
    in another face stood too near the one before it in running heads.
    """
    goes_on = [*(_operator(part) == b"Tf" for part in parts[1:]), False]
    return [
        part.replace(b"<>", b" ") if into and _operator(part) == b"TJ" else part
        for part, into in zip(parts, goes_on, strict=True)
    ]


def _operator(part: Any) -> bytes:
    return part[-2:] if isinstance(part, bytes) else b""


def _grey(part: Any) -> Any:
    """Write an RGB colour with equal parts as grey: black is then the black plate and no other."""
    if isinstance(part, bytes) and part[-2:] in _GREY:
        channels = part[:-2].split()
        if len(channels) == 3 and len(set(channels)) == 1:
            return channels[0] + b" " + _GREY[part[-2:]]
    return part
