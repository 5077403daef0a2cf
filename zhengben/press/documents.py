"""Which documents a folder of content holds, by the names of their folders."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from zhengben.document.errors import UsageError

# what the names of deposits end in
BAG = ".bag"
# names of deposits, and of the packages that are made around them
_TAKEN = (BAG, ".sip", ".ocfl")


def find_documents(content: Path, names: Iterable[str]) -> list[Path]:
    """Return the folders of the named documents, or of all that ``content`` holds."""
    found = sorted(path.parent for path in content.glob("*/document.toml"))
    known = {folder.name: folder for folder in found if not folder.name.startswith(".")}
    wanted = list(names)
    for name in wanted:
        if name not in known:
            alone = Path(name).name
            there = f"there is: {', '.join(known) or 'none'}"
            if alone in known:
                there = f"a document is called by the name of its folder alone, {alone}"
            raise UsageError(f"There is no document “{name}” in {content}; {there}.")
    if not known:
        raise UsageError(
            f"{content} holds no document; make a folder with a document.toml, or name another "
            "folder with --content."
        )
    asked = set(wanted)
    chosen = [folder for name, folder in known.items() if not asked or name in asked]
    _require_names_apart(content, chosen, known)
    return chosen


def _require_names_apart(content: Path, chosen: Iterable[Path], known: Iterable[str]) -> None:
    """Raise UsageError for names that would, on some machine, share a folder of ``dist/``."""
    alike = dict[str, list[str]]()
    for name in known:
        alike.setdefault(_folded(name), []).append(name)
    for folder in chosen:
        folded = _folded(folder.name)
        if folded.endswith(_TAKEN):
            raise UsageError(
                f"{folder}: names that end in {', '.join(_TAKEN)} belong to deposits; rename "
                "the folder."
            )
        for other in alike[folded]:
            if other != folder.name:
                raise UsageError(
                    f"{content} has both “{folder.name}” and “{other}”, which are one name on "
                    "some machines; rename one of them."
                )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())
