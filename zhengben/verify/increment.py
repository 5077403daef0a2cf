"""A signed PDF: the edition as it was published, and behind it one signature and nothing else.

What a viewer shows is what was proved of the edition only if the increment behind it changes
nothing that is shown. So all of its objects are on a list: the catalog with a form, the first page
with a field of no size, the field, and the signature over the whole file.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from msgspec import Struct

from zhengben.verify.signature import BrokenError

# a signature with its certificates and time stamps takes a tenth of it
_MOST_BYTES = 200_000
_FIELD = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"}
_IS = ["/Sig", "/Annot", "/Widget"]
_SIGNATURE = {"/Contents", "/ByteRange", "/Type", "/Filter", "/SubFilter", "/M"}


class SignedPdf(Struct, frozen=True):
    """The signature that a PDF holds, and the bytes that it is over."""

    signature: bytes
    data: bytes


def read_increment(whole: bytes, size: int) -> SignedPdf:
    """Return the signature behind the first ``size`` bytes of a file.

    Raises BrokenError for anything that is not just such an increment.
    """
    increment = whole[size:]
    if len(increment) > _MOST_BYTES:
        raise BrokenError("more is added to the edition than a signature")
    if increment.count(b"startxref") != 1 or not increment.rstrip().endswith(b"%%EOF"):
        raise BrokenError("it is not added to the edition in one piece")
    try:
        with (
            pikepdf.open(io.BytesIO(whole[:size]), attempt_recovery=False) as before,
            pikepdf.open(io.BytesIO(whole), attempt_recovery=False) as after,
        ):
            field = _added(before, after)
            contents, ranges = bytes(field.V.Contents), [int(n) for n in field.V.ByteRange]
    except BrokenError:
        raise
    except Exception as error:  # whatever a library makes of bytes that anybody may have written
        raise BrokenError(f"it cannot be read ({str(error).splitlines()[0]})") from None
    start, gap, rest, length = ranges if len(ranges) == 4 else (-1, 0, 0, 0)
    hexadecimal = whole[gap + 1 : rest - 1]
    fits = (start, rest + length) == (0, len(whole)) and size < gap < rest
    if not fits or whole[gap : gap + 1] + whole[rest - 1 : rest] != b"<>":
        raise BrokenError("it is not over the whole file")
    if bytes.fromhex(hexadecimal.decode("ascii", "replace")) != contents:
        raise BrokenError("it is not over the whole file")
    # the place for a signature is made before its length is known
    return SignedPdf(_der(contents), whole[:gap] + whole[rest:])


def _der(padded: bytes) -> bytes:
    """Cut the zeros behind a value of DER."""
    octets = padded[1] & 0x7F if len(padded) > 2 and padded[1] & 0x80 else 0
    length = int.from_bytes(padded[2 : 2 + octets], "big") if octets else padded[1]
    end = 2 + octets + length
    if any(padded[end:]):
        raise BrokenError("there is more in it than a signature")
    return padded[:end]


def _written(pdf: pikepdf.Pdf) -> dict[tuple[int, int], Any]:
    """Return every object as it is written, by its number."""
    return {
        item.objgen: (
            (item.stream_dict.unparse(), item.read_raw_bytes())
            if isinstance(item, pikepdf.Stream)
            else item.unparse()
        )
        for item in pdf.objects
        # a number that is free
        if item is not None and isinstance(item, pikepdf.Object)
    }


def _added(before: pikepdf.Pdf, after: pikepdf.Pdf) -> Any:
    """Return the field that was added; raise BrokenError where anything else was changed."""
    old, new = _written(before), _written(after)
    form = after.Root.AcroForm
    field, page = form.Fields[0], after.pages[0].obj
    if not _is_written_so(form, field, page):
        raise BrokenError("it is not written as the press writes it")
    expected = {form.objgen, field.objgen, field.V.objgen}
    places = {item.objgen for item in after.objects
              if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/XRef"}  # fmt: skip
    changed = {number for number in old if new.get(number) != old[number]}
    root, first = before.Root, before.pages[0].obj
    extra = set(new) - set(old) - expected - places
    if extra or changed - {root.objgen, first.objgen}:
        raise BrokenError("other objects than a signature were added or changed")
    # PDF 2.0 has no document information
    ends = [[pdf.Root.objgen, pdf.trailer.get("/Info", pdf.Root).objgen] for pdf in (before, after)]
    if ends[0] != ends[1] or not _same_but(root, after.Root, "/AcroForm") or "/AcroForm" in root:
        raise BrokenError("the catalog was changed")
    annots = [item.objgen for item in first.get("/Annots", pikepdf.Array())]
    if not _same_but(first, page, "/Annots") or [a.objgen for a in page.Annots] != [
        *annots, field.objgen
    ]:  # fmt: skip
        raise BrokenError("the first page was changed")
    return field


def _is_written_so(form: Any, field: Any, page: Any) -> bool:
    """Say whether form and field are those of a signature that nobody sees."""
    return (
        set(form.keys()) == {"/Fields", "/SigFlags"}
        and int(form.SigFlags) == 3
        and len(form.Fields) == 1
        and set(field.keys()) == _FIELD
        and [str(field[key]) for key in ("/FT", "/Type", "/Subtype")] == _IS
        and [float(n) for n in field.Rect] == [0.0] * 4
        and field.P.objgen == page.objgen
        and set(field.V.keys()) == _SIGNATURE
        and str(field.V.SubFilter) == "/ETSI.CAdES.detached"
    )


def _same_but(one: Any, other: Any, key: str) -> bool:
    pairs = ({k: v.unparse() if isinstance(v, pikepdf.Object) else v for k, v in item.items()
              if k != key} for item in (one, other))  # fmt: skip
    return next(pairs) == next(pairs)
