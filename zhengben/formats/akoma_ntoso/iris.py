"""The IRIs of a document and what it names: Akoma Ntoso Naming Convention 1.0, section 4.

The expression is the text in a language on a day, ``/zho@2018-03-11``. The code has no place for
the script: the texts in several scripts are one expression in several manifestations, told apart by
``xml:lang`` on FRBRlanguage and by the URN of each (FRBRalias of the manifestation).
"""

from __future__ import annotations

import re

from zhengben.design.genres import genre_of
from zhengben.document.declaration import Declaration

# ISO 639-2 (T), by ISO 639-1; a language that has a code of three letters alone is called by that
_CODES = (
    "aa:aar ab:abk af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak "
    "be:bel bg:bul bi:bis bm:bam bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos "
    "cs:ces cv:chv cy:cym da:dan de:deu dv:div dz:dzo ee:ewe el:ell en:eng eo:epo es:spa "
    "et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra fy:fry ga:gle gd:gla gl:glg "
    "gn:grn gu:guj gv:glv ha:hau he:heb hi:hin hr:hrv ht:hat hu:hun hy:hye hz:her ia:ina "
    "id:ind ig:ibo is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kk:kaz kl:kal "
    "km:khm kn:kan ko:kor ks:kas ku:kur kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin "
    "lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa "
    "mt:mlt my:mya na:nau nb:nob nd:nde ne:nep nl:nld nn:nno no:nor nr:nbl nv:nav ny:nya "
    "oc:oci om:orm or:ori os:oss pa:pan pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron "
    "ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk sl:slv sm:smo sn:sna "
    "so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha "
    "ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr "
    "ur:urd uz:uzb ve:ven vi:vie wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul"
)
_LANGUAGES = dict(code.split(":") for code in _CODES.split())
_EU_LAWS = {"reg", "dir", "dec", "rec", "opinion"}


def document_type(declaration: Declaration) -> str:
    """Return the document type of the genre: laws and treaties are acts, all else states."""
    return genre_of(declaration).akoma_ntoso


def work_iri(declaration: Declaration) -> str:
    """Return the IRI of the work: country, type, subtype, actor, date and number."""
    work = declaration.identity
    parts = (work.country, document_type(declaration), work.subtype, work.actor,
             declaration.date.isoformat(), number(declaration))  # fmt: skip
    return "/akn/" + "/".join(filter(None, parts))


def number(declaration: Declaration) -> str:
    """Return the number of the work, or the document's name where nobody has said one."""
    return declaration.identity.number or declaration.id


def expression_iri(declaration: Declaration) -> str:
    """Return the IRI of the text as of its version."""
    version = declaration.identity.version_of(declaration.date)
    return f"{work_iri(declaration)}/{language(declaration)}@{version.isoformat()}"


def language(declaration: Declaration) -> str:
    """Return the code of the language that a text is in, of three letters."""
    tag = declaration.script.partition("-")[0]
    return _LANGUAGES.get(tag, tag)


def ontology(kind: str, name: str) -> str:
    """Return the IRI of an entity that is no document (section 4.11)."""
    return f"/akn/ontology/{kind}/{name}"


def entity(declaration: Declaration, kind: str, name: str) -> str:
    """Return the IRI of an entity that this document alone knows, by its own name."""
    own = f"{declaration.identity.country}.{declaration.id}.{name}"
    return ontology(kind, own)


def identifier(key: str) -> str:
    """Return an eId for a reference, whose first character must be a letter."""
    clean = re.sub(r"\s+", "-", key)
    return clean if clean[:1].isalpha() else f"ref-{clean}"


def aliases(declaration: Declaration) -> dict[str, str]:
    """Return the work's other identifiers by name: those given, and those that follow a pattern.

    URN:LEX (RFC 9676, section 5.1) names jurisdiction, authority, type, date and number; of ELI the
    European Union's pattern for its own acts is known here.
    """
    work, date = declaration.identity, declaration.date
    found = dict[str, str]()
    if work.actor and work.subtype and work.number:
        place = work.country.replace("-", ";")
        found["urn-lex"] = f"urn:lex:{place}:{work.actor}:{work.subtype}:{date};{work.number}"
    if work.country == "eu" and work.subtype in _EU_LAWS and work.number.isdigit():
        found["eli"] = f"http://data.europa.eu/eli/{work.subtype}/{date.year}/{work.number}/oj"
    return found | dict(work.aliases)
