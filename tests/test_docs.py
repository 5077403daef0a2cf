"""What the pages for those who carry on say is there, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGES = ["CONTRIBUTING.md", "docs/architecture.md", "docs/deposit.md", "docs/design.md",
         "docs/development.md", "docs/extending.md", "docs/proof.md", "docs/scale.md"]  # fmt: skip
# what a page tells its reader to write, as an example
WRITTEN = {"pocket", "judgment"}
FOLDERS = "zhengben|tests|templates|styles|docs|.ci"


def anchors(page: str) -> set[str]:
    """Return the anchors of the headings of a page."""
    heads = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES)
def test_each_path_on_a_page_exists(page: str, project: Path) -> None:
    text = (project / page).read_text("utf-8")
    paths = re.findall(rf"(?<![\w./-])((?:{FOLDERS})/[\w./*-]*)", text)
    assert paths
    missing = [path for path in paths if not any(project.glob(path.rstrip("/.")))]
    assert [path for path in missing if Path(path).stem.partition(".")[0] not in WRITTEN] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_link_on_a_page_leads_somewhere(page: str, project: Path) -> None:
    file = project / page
    for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", file.read_text("utf-8")):
        linked = file.parent / target if target else file
        assert linked.is_file(), f"{page}: {target}"
        if anchor:
            assert anchor in anchors(linked.read_text("utf-8")), f"{page}: {target}#{anchor}"


def test_architecture_page_draws_each_room(project: Path) -> None:
    text = (project / "docs" / "architecture.md").read_text("utf-8")
    rooms = [
        path.name for path in (project / "zhengben").iterdir() if (path / "__init__.py").is_file()
    ]
    assert [room for room in rooms if not re.search(rf"\b{room}\b", text)] == []


def test_nouns_stand_where_the_architecture_page_says(project: Path) -> None:
    text = (project / "docs" / "architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[A-Z].*?) \| (.*?) \| .*→", text, re.MULTILINE)
    assert len(rows) > 6
    for nouns, files in rows:
        code = "".join(
            (project / file).read_text("utf-8") for file in re.findall(r"`(.*?)`", files)
        )
        for noun in re.findall(r"`(\w+)`", nouns):
            assert f"class {noun}" in code, noun


@pytest.mark.parametrize("page", ["docs/design.md", "docs/proof.md", "docs/deposit.md"])
def test_each_module_that_a_page_names_by_its_room_exists(page: str, project: Path) -> None:
    """As `proof/witness`, or behind the room in whose chapter it stands, as `engine/source`."""
    text = (project / page).read_text("utf-8")
    rooms = ("zhengben", "zhengben/formats", "zhengben/formats/pdf", ".")
    missing = [
        name
        for name in re.findall(r"`([a-z_]+(?:/[a-z_]+)+(?:\.py)?)`", text)
        if not any(
            (project / room / f"{name}{end}").exists() for room in rooms for end in ("", ".py")
        )
    ]
    assert missing == []
