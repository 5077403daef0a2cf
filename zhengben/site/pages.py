"""Published web pages as a site has them: fonts in shared files, and the way to the site."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Sequence
from pathlib import Path

from markupsafe import escape

from zhengben.design.wording import WORDS
from zhengben.document.errors import RenderError
from zhengben.document.regex import regex
from zhengben.proof.html import extract_html
from zhengben.site.entries import WEB, SiteEntry, SiteFile

_STYLE = regex(r"<style>(?P<sheet>.*?)</style>", re.DOTALL)
_FONT = regex(r"@font-face \{[^{}]*\}\n")
_POLICY = regex(r'(<meta http-equiv="Content-Security-Policy" content=")[^"]*(")')
_SCRIPT_SOURCE = regex(r"script-src (?P<hash>\S+);")
_SIBLINGS = (
    regex(r'<link rel="alternate"[^>]* href="(?P<name>[^"]*)"[^>]*>\n'),
    regex(r'<li><a href="(?P<name>[^"#]*)" type="[^"]*">[^<]*</a></li>\n'),
    regex(r' <a href="(?P<name>[^"#]*)" hreflang="[^"]*">[^<]*</a>'),
)
_TOOLS = regex(r'<nav class="tools"[^>]*>\n')


def site_page(page: str, entry: SiteEntry, file: SiteFile, home: str, base: str) -> str:
    """Return a published page that takes its fonts from the site and leads back to it.

    ``home`` is what the link to the site is called, ``base`` the address of the site or nothing.
    """
    found, tools = _STYLE.search(page), _TOOLS.search(page)
    policy = _POLICY.search(page)
    if not (found and tools and policy):
        raise RenderError(f"{file.name} is no web page of the press; publish it again.")
    sheet = _FONT.sub("", found["sheet"])
    script = _SCRIPT_SOURCE.search(policy[0].replace("&#39;", "'"))
    allowed = (
        f"default-src 'none'; style-src 'self' {_hash(sheet)}; script-src "
        f"{script['hash'] if script else chr(39) + 'none' + chr(39)}; font-src 'self'; "
        "img-src data: 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
    )
    links = [
        f'<link rel="stylesheet" type="text/css" href="../fonts/{file.script}.css"/>',
        f'<link rel="manifest" type="application/webpub+json" href="{escape(webpub_name(file))}"/>',
    ]
    if base:
        address = escape(f"{base}{entry.document}/{file.name}")
        links.append(f'<link rel="canonical" href="{address}"/>')
    made = page[: found.start()] + "\n".join(links) + f"\n<style>{sheet}</style>"
    made += page[found.end() : tools.end()]
    made += f'<a class="home" href="../index.html">{escape(home)}</a>\n'
    for other in entry.files:
        # what the page leads to itself stands among its own switches
        known = f'<a href="{escape(other.name)}">' in page[tools.end() :]
        beside = other.edition != WEB and other.media_type == "text/html"
        if beside and file.script in other.tags and not known:
            label = WORDS[file.script].labels[other.edition]
            made += f'<a class="home" href="{escape(other.name)}">{escape(label)}</a>\n'
    made = _without_absent(made + page[tools.end() :], entry)
    return _POLICY.sub(lambda m: m[1] + str(escape(allowed)) + m[2], made, count=1)


def _without_absent(page: str, entry: SiteEntry) -> str:
    """Return a page without links to files of its document that were not published."""
    there = {file.name for file in entry.files}

    def kept(link: re.Match[str]) -> str:
        name = html.unescape(link["name"])
        return "" if name.startswith(f"{entry.document}.") and name not in there else link[0]

    for pattern in _SIBLINGS:
        page = pattern.sub(kept, page)
    return page


def require_same_text(published: Path, made: Path) -> None:
    """Raise RenderError where the page of a site does not say what the published one does."""
    one, other = extract_html(published), extract_html(made)
    same = [(b.id, b.text, b.marks) for b in one.blocks] == [
        (b.id, b.text, b.marks) for b in other.blocks
    ]
    if not same or one.faults or other.faults:
        raise RenderError(f"{made.name} does not say what the published page says.")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def webpub_name(file: SiteFile) -> str:
    """Return the name of the Readium manifest of a page."""
    return f"{file.name.removesuffix('.html')}.webpub.json"


def webpub(
    entry: SiteEntry, file: SiteFile, base: str, parts: Sequence[tuple[str, str]] = ()
) -> bytes:
    """Return the Readium Web Publication Manifest of a page, or of its ``parts`` by their names."""
    where = f"{base}{entry.document}/" if base else ""
    manifest = {
        "@context": "https://readium.org/webpub-manifest/context.jsonld",
        "metadata": {
            "@type": "http://schema.org/Legislation",
            "title": entry.titles[file.script],
            "identifier": entry.urn(file),
            "language": file.script,
            "published": entry.date,
            "modified": f"{entry.created}T00:00:00Z",
            **({"author": entry.organs[file.script]} if entry.organ else {}),
        },
        "links": [
            {"rel": "self", "href": f"{where}{webpub_name(file)}",
             "type": "application/webpub+json"},
            *({"rel": "alternate", "href": f"{where}{other.name}", "type": other.media_type}
              for other in entry.files if other.script == file.script and other != file),
        ],
        "readingOrder": [
            {"href": f"{where}{name}", "type": "text/html", "title": html.unescape(title)}
            for name, title in parts or [(file.name, entry.titles[file.script])]
        ],
        "resources": [{"href": f"../fonts/{file.script}.css", "type": "text/css"}],
    }  # fmt: skip
    return json_bytes(manifest)


def json_bytes(value: object) -> bytes:
    """Return JSON as a file has it."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
