"""Makes the editions of a deposit anew, to be compared: the one part that needs writers."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhengben.checks.finding import Anew
from zhengben.document.artefacts import Artefact, sha256
from zhengben.verify.container import Container
from zhengben.verify.history import History

if TYPE_CHECKING:
    from zhengben.design.assets import Assets

# whoever made the package decides how long its text is: a longer one is set when it is asked for
_MOST_CHARACTERS = 400_000


def rebuild(container: Container, history: History) -> str:
    """Return what came of it in one sentence; different bytes become findings.

    Only the software that made the deposit can be expected to make the same bytes: with other
    versions the deposit is not comparable, which is no finding.
    """
    from zhengben.design.assets import Assets
    from zhengben.press.publish import publish

    assets = Assets.find()
    if other := other_software(container, assets):
        return f"not comparable: {other}"
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        unpack(container, folder)
        try:
            publish(folder / "content" / history.document, folder / "dist", assets, everything=True)
        except Exception as error:  # whatever the press makes of a damaged content
            told = (str(error) or repr(error)).replace(scratch, "")
            container.find("D-201", "editions", f"The editions cannot be made again: {told}")
            return "the editions could not be made again"
        return _compare(container, history, folder / "dist" / history.document)


def made_anew(container: Container, history: History, folder: Path) -> Anew:
    """Return what makes a file of a deposit as the same software makes it; it works in ``folder``.

    Where other software made the deposit, something speaks against its text or that is very long,
    it says so.
    """
    from zhengben.design.assets import Assets
    from zhengben.press.anew import MadeAnew
    from zhengben.source.source import Source

    if container.findings:
        return lambda artefact: "something speaks against the text that it would be made of."
    assets = Assets.find()
    if other := other_software(container, assets):
        return lambda artefact: f"other software made it: {other}."
    unpack(container, folder)
    pairs = [artefact.pair for artefact in history.artefacts]
    opened = cache(lambda: Source.open(folder / "content" / history.document))
    made = MadeAnew(opened, assets, pairs)

    def file(artefact: Artefact) -> bytes | str | None:
        if len(opened().canonical) > _MOST_CHARACTERS:
            return "its text is very long; `--rebuild` makes its editions anew."
        return made.file(artefact)

    return file


def other_software(container: Container, assets: Assets) -> str:
    """Return in what the software that made a deposit is another than here, or nothing."""
    from zhengben.deposit.software import software

    try:
        recorded = json.loads(container.files["data/metadata/software.json"])
        return "; ".join(_differences(recorded, software(assets)))
    except (KeyError, ValueError, AttributeError):
        return "data/metadata/software.json cannot be read"


def unpack(container: Container, folder: Path) -> None:
    """Write what the editions are made of into a folder."""
    for path, data in container.files.items():
        if path.startswith("data/content/"):
            place = folder / path.removeprefix("data/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


def _differences(recorded: dict[str, object], here: dict[str, object]) -> list[str]:
    """Return what differs between two lists of software, as far as both can be read."""
    differences = []
    for key, value in here.items():
        other = recorded.get(key)
        if isinstance(value, dict) and isinstance(other, dict):
            differences += [
                f"{name} {other.get(name, 'is absent')} there, {value.get(name, 'absent')} here"
                for name in sorted({*value, *other})
                if value.get(name) != other.get(name)
            ]
        elif other != value and key == "press_sha256":
            differences.append("the press itself, its templates or its styles are others")
        elif other != value:
            differences.append(f"{key} {other} there, {value} here")
    return differences


def _compare(container: Container, history: History, made: Path) -> str:
    same = 0
    for artefact in history.artefacts:
        path = made / artefact.file
        if path.is_file() and sha256(path.read_bytes()) == artefact.sha256:
            same += 1
        else:
            what = "has other bytes" if path.is_file() else "is not made"
            told = f"{artefact.file} {what} when it is made again by the same software."
            container.find("D-201", f"data/editions/{artefact.file}", told)
    return f"{same} of {len(history.artefacts)} files made again with the same bytes"
