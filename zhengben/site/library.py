"""Records of a site's documents for libraries: MARC 21, by pymarc.

Source: MARC 21 Format for Bibliographic Data, of the Library of Congress.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zhengben.design.wording import WORDS
from zhengben.site.entries import SiteEntry

if TYPE_CHECKING:
    import pymarc

# leader: new, language material, monograph, Unicode, full level unknown, ISBD
_LEADER = "00000nam a22000007i 4500"
_XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def records(entries: Sequence[SiteEntry], base: str) -> tuple[bytes, bytes]:
    """Return the records of all documents as MARC 21 (ISO 2709) and as MARCXML."""
    import pymarc

    made = [record(entry, base) for entry in entries]
    out = io.BytesIO()
    writer = pymarc.MARCWriter(out)
    for each in made:
        writer.write(each)
    body = b"\n".join(pymarc.record_to_xml(each) for each in made)
    collection = b'<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
    return out.getvalue(), _XML + collection + body + b"\n</collection>\n"


def record(entry: SiteEntry, base: str) -> pymarc.Record:
    """Return the record of a document."""
    from pymarc import Field, Indicators, Record, Subfield

    def field(tag: str, marks: str, *said: str) -> Field:
        codes = zip(said[::2], said[1::2], strict=True)
        indicators = Indicators(*marks)
        return Field(tag, indicators, [Subfield(code, value) for code, value in codes if value])

    script = entry.scripts[0]
    words, year = WORDS[script], entry.date[:4]
    made = Record(force_utf8=True, leader=_LEADER)
    day = entry.created.replace("-", "")
    fixed = f"{day[2:]}s{year}    xx      s     f|||0 chi d"
    made.add_field(
        Field("001", data=entry.document),
        Field("003", data="zhengben"),
        Field("005", data=f"{day}000000.0"),
        Field("006", data="m     o  d f      "),
        Field("007", data="cr |||||||||||"),
        Field("008", data=fixed),
        field("040", "  ", "a", "zhengben", "b", "chi", "e", "rda"),
        field("041", "0 ", "a", "chi"),
    )
    if entry.organ:
        made.add_field(field("110", "2 ", "a", entry.organ, "e", words.issuer))
    made.add_field(field("245", "10" if entry.organ else "00", "a", entry.titles[script],
                         "c", entry.organ))  # fmt: skip
    for title in dict.fromkeys([*entry.titles.values(), entry.short_title]):
        if title != entry.titles[script]:
            made.add_field(field("246", "3 ", "a", title))
    made.add_field(
        field("264", " 1", "a", entry.place, "b", entry.organ, "c", year),
        field("336", "  ", "a", "text", "b", "txt", "2", "rdacontent"),
        field("337", "  ", "a", "computer", "b", "c", "2", "rdamedia"),
        field("338", "  ", "a", "online resource", "b", "cr", "2", "rdacarrier"),
    )
    if entry.series:
        number = str(entry.position) if entry.position else ""
        made.add_field(field("490", "0 ", "a", entry.series, "v", number))
    made.add_field(
        field("500", "  ", "a", words.nature_value),
        field("518", "  ", "d", entry.date),
        field("540", "  ", "a", entry.rights),
        field("546", "  ", "a", "、".join(words.scripts[s] for s in entry.scripts)),
        field("655", " 7", "a", words.genre[entry.genre], "2", "local"),
    )
    for cited in entry.instruments:
        made.add_field(field("787", "08", "i", words.instruments, "t", cited.name))
    where = f"{base}{entry.document}/"
    for tag in entry.scripts:
        made.add_field(field("856", "40", "u", f"{where}{entry.page(tag)}", "q", "text/html",
                             "y", words.scripts[tag]))  # fmt: skip
    return made
