"""Which documents a folder of content holds, by the names of their folders."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from zhengben.document.errors import UsageError

# what the names of deposits end in
BAG = ".bag"


def find_documents(content: Path, names: Iterable[str]) -> list[Path]:
    """Return the folders of the named documents, or of all that ``content`` holds."""
    found = sorted(path.parent for path in content.glob("*/document.toml"))
    known = [folder for folder in found if not folder.name.startswith(".")]
    wanted = list(names)
    for name in wanted:
        if not any(folder.name == name for folder in known):
            there = ", ".join(folder.name for folder in known) or "none"
            raise UsageError(f"There is no document “{name}” in {content}; there is: {there}.")
    if not known:
        raise UsageError(
            f"{content} holds no document; make a folder with a document.toml, or name another "
            "folder with --content."
        )
    chosen = [folder for folder in known if not wanted or folder.name in wanted]
    _require_names_apart(content, chosen, known)
    return chosen


def _require_names_apart(content: Path, chosen: list[Path], known: list[Path]) -> None:
    """Raise UsageError for names that would, on some machine, share a folder of ``dist/``."""
    of = dict[str, str]()
    for folder in known:
        of[folder.name] = unicodedata.normalize("NFC", folder.name.casefold())
    for folder in chosen:
        if of[folder.name].endswith(BAG):
            raise UsageError(
                f"{folder}: names that end in {BAG} belong to deposits; rename the folder."
            )
        for other in of:
            if other != folder.name and of[other] == of[folder.name]:
                raise UsageError(
                    f"{content} has both “{folder.name}” and “{other}”, which are one name on "
                    "some machines; rename one of them."
                )
