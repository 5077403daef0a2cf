"""The commands people type, one module each: ``arguments`` declares them, ``run`` does the work.

A module is imported only when its command is typed, or when help is asked for.
"""

from __future__ import annotations

# name: (what it does, an example); the order is that of the help
COMMANDS: dict[str, tuple[str, str]] = {
    "publish": ("make the editions of documents", "publish"),
    "new": ("read a saved page or text into a document's folder", "new page.html --dry-run"),
    "lint": ("name what looks wrong in a canonical text", "lint astana-2017"),
    "canon": ("show how the canonical text came from the capture", "canon astana-2017"),
    "script": ("show a text beside itself in another script", "script astana-2017 --to zh-Hans"),
    "variants": ("list what witnesses of a text read otherwise", "variants"),
    "compare": ("tell what changed between versions of a text", "compare specimen-rules"),
    "show": ("print a document as the press reads it", "show astana-2017 --json"),
    "check": ("examine published editions, each finding with a code", "check astana-2017"),
    "site": ("make a site of all documents, with search and catalogues", "site"),
    "serve": ("show editions in a browser while they are edited", "serve"),
    "deposit": ("make the package that an archive takes", "deposit astana-2017"),
    "verify": ("check a deposit, folder, tar or zip, anywhere", "verify dist/astana-2017.bag.tar"),
    "proof": ("draw every page on proof sheets, and mark what moved", "proof --against old-dist"),
    "bench": ("compare with a plain WeasyPrint script, pair by pair", "bench --pairs 5"),
    "test": ("run the tests (build.py only)", "test -k canon"),
}
