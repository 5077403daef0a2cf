"""The IRIs of a document and what it names: Akoma Ntoso Naming Convention 1.0, section 4.

The expression is the text in a language on a day, ``/zho@2018-03-11``. The code has no place for
the script: the texts in several scripts are one expression in several manifestations, told apart by
``xml:lang`` on FRBRlanguage and by the URN of each (FRBRalias of the manifestation).
"""

from __future__ import annotations

import re

from zhengben.design.genres import genre_of
from zhengben.document.declaration import Declaration

# ISO 639-2, by ISO 639-1; a language that has a code of three letters alone is called by that
_LANGUAGES = {
    "zh": "zho", "ru": "rus", "en": "eng", "fr": "fra", "es": "spa", "de": "deu", "pt": "por",
    "it": "ita", "kk": "kaz", "ky": "kir", "tg": "tgk", "uz": "uzb", "mn": "mon", "be": "bel",
    "uk": "ukr", "vi": "vie", "la": "lat", "el": "ell", "nl": "nld", "pl": "pol", "tr": "tur",
}  # fmt: skip
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
