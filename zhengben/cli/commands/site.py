"""``site``: a site of published documents: pages, lists, search, feeds and catalogues."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from zhengben.cli.commands.common import (
    add_content,
    add_documents,
    add_install,
    add_output,
    add_timings,
    content_folder,
    output_folder,
    tell_holder,
    tell_timings,
)
from zhengben.design.assets import Assets
from zhengben.document.errors import UsageError
from zhengben.document.shown import some
from zhengben.files.placing import require_apart
from zhengben.press.documents import find_documents
from zhengben.setup import extras

_SCHEMES = ("http", "https")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_documents(parser)
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", help="folder of the site (default: site, beside dist)"
    )
    parser.add_argument(
        "--base-url", default="", metavar="URL", help="address of the site: for the sitemap, too"
    )
    parser.add_argument(
        "--script", default="zh-Hant", metavar="TAG", help="script of lists (default: zh-Hant)"
    )
    parser.add_argument(
        "--published", action="store_true", help="take dist as it is, and publish nothing before"
    )
    add_install(parser)
    add_timings(parser)
    add_output(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Publish what is missing, make the site, and say what became of it."""
    from zhengben.design.wording import WORDS
    from zhengben.timing import span

    if arguments.script not in WORDS:
        raise UsageError(f"There is no script “{arguments.script}”; there are: {', '.join(WORDS)}.")
    base = require_address(arguments.base_url)
    extras.require("site", install=arguments.install)
    content = content_folder(arguments)
    output = output_folder(arguments, content)
    target = arguments.to or output.parent / "site"
    require_apart(content, target, "--to")
    require_apart(output, target, "--to")
    folders = find_documents(content, arguments.documents)
    from zhengben.press.publish import TOOL
    from zhengben.site.making import SiteWish, listing_of, make_site

    # nothing is published for a site that then has no place
    listing_of(target)
    if not arguments.published and (status := _publish(content, output, arguments.documents)):
        return status

    wish = SiteWish(arguments.script, base, TOOL)
    with span("site"):
        made = make_site(
            folders, output, target, Assets.find(), wish, waiting=partial(tell_holder, target.name)
        )
    for remark in made.remarks:
        print(f"zhengben: {remark}", file=sys.stderr)
    if made.altered:
        print(f"site: files that somebody had altered are kept as {some(made.altered)}")
    print(
        f"{made.folder / 'index.html'}: {made.documents} documents, made {len(made.made)}, "
        f"{made.files} files; search {'made anew' if made.searched else 'kept'}"
    )
    tell_timings(arguments)
    return 0


def _publish(content: Path, output: Path, documents: list[str]) -> int:
    """Publish what a plain build makes of the documents; say no more than what was made."""
    from zhengben.cli.commands import publish

    parser = argparse.ArgumentParser()
    publish.arguments(parser)
    where = ["--content", str(content), "--output", str(output)]
    return publish.run(parser.parse_args([*documents, *where]))


def require_address(address: str) -> str:
    """Return the address of a site with a stroke at its end, or raise UsageError for none."""
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in _SCHEMES and bool(parts.hostname)
        sound = sound and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        sound = False
    if not sound or any(c in address for c in " \"'<>&\\\t\n"):
        raise UsageError(
            f"“{address}” is no address of a site; write one as https://example.org/texts/."
        )
    return address if address.endswith("/") else f"{address}/"
