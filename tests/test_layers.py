"""Who may import what: data flows one way, writers and checkers do not know one another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "zhengben"
# Each room with those it may import beside itself, in the order in which data flows. A room of
# rooms has a row for each of them. What every room may import stands above the table.
EVERYWHERE = {"document", "files", "timing"}
READING = {"scripts", "design", "capture", "emendation", "conversion", "comparison"}
READING |= {"figures", "source"}
SETTING = READING | {"apparatus", "fonts", "linebreaking", "typesetting", "pagination"}
ROOMS: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "timing": set(),
    "document": set(),
    "files": {"document"},
    "scripts": set(),
    "setup": set(),
    "design": set(),
    "capture": set(),
    "emendation": {"scripts"},
    "conversion": {"scripts"},
    "comparison": {"scripts"},
    # what a picture or formula shows; words in a drawing are set in the faces of the press
    "figures": {"design.faces", "fonts.subset"},
    "source": READING,
    "intake": {"scripts", "design", "capture", "emendation"},
    "apparatus": READING,
    "fonts": {"design"},
    # words of titles, where nothing else divides them
    "linebreaking": {"fonts", "scripts.words", "figures.shape"},
    "typesetting": SETTING - {"pagination"},
    "pagination": SETTING,
    "formats": set(),
    "formats/pdf": SETTING | {"formats/pdf/engine"},
    "formats/pdf/engine": {"design", "setup", "fonts", "figures"},
    "formats/epub": SETTING,
    "formats/web": SETTING,
    "formats/docx": READING | {"apparatus"},
    "formats/akoma_ntoso": {"design.genres"},
    "formats/imposition": set(),
    "collation": SETTING | {"formats/pdf", "formats/pdf/engine", "formats/web"},
    "press": SETTING
    | {"formats/pdf", "formats/epub", "formats/akoma_ntoso", "formats/imposition"}
    | {"formats/docx", "formats/web"}
    | {"collation", "proof"},
    "proof": set(),
    # what was published is read as it lies there: neither knows how it was made
    # and which second opinions there are to ask is no secret of the press
    # what an edition's files are, and which words stand beside a text, is data of theirs too
    "checks": {
        "proof",
        "comparison",
        "checks/archive",
        "checks/ebook",
        "checks/layout",
        "design.faces",
    }
    | {"design.records", "design.registry.file_record", "design.wording", "fonts.choice"}
    | {"design.variant_wording", "design.comparison_wording", "design.language_wording"}
    | {"apparatus.places", "apparatus.variant_notes", "figures.known"}
    | {"scripts.opinions", "setup.extras"},
    "checks/archive": {"proof", "checks", "figures.known"},
    "checks/ebook": {"proof", "checks", "checks/archive"},
    # of an edition they know its record, not the figures that set its pages
    "checks/layout": {
        "proof",
        "checks",
        "design.faces",
        "design.records",
        "design.registry.record_of",
        "figures.known",
        # which lines of a text are heads
        "design.run_in_heads",
    },
    "proofsheets": {"proof", "design.editions", "design.faces"},
    "deposit": READING | {"checks", "checks/archive", "press.attachments", "press.machine"},
    "verify": {"capture", "emendation", "checks", "checks/archive", "figures"},
    # the preview makes what is looked at, and has it examined
    "preview": READING
    | {"press.writers", "press.documents", "checks", "checks/ebook", "linebreaking.memory"},
    # a site is made of finished files, whose text is read as the proof reads it
    "site": READING | {"apparatus", "fonts", "proof"},
    "bench": SETTING
    | {"intake", "formats/pdf", "formats/epub", "collation", "press.proving", "proof"},
    "cli": set(),
    "cli/commands": SETTING
    | {
        "intake",
        "collation",
        "press",
        "checks",
        "proofsheets",
        "deposit",
        "verify",
        "bench",
        "site",
        "preview",
    }
    | {"cli", "setup.extras"},
}
# what crosses the plan, each for a reason
EXCEPTIONS: dict[str, set[str]] = {
    # the start of everything ends in the command line
    "setup/bootstrap.py": {"cli"},
    # what workers share is imported before they are forked
    "cli/preloaded.py": {"design", "formats/pdf/engine"},
    # client and worker compare their presses before the first task
    "cli/cluster.py": {"design", "press.surroundings", "setup.bootstrap"},
    # the one table of commands
    "cli/main.py": {"cli/commands"},
    # making the same bytes again takes the whole press; little else of verify may touch it
    "verify/rebuild.py": {"design", "deposit", "press", "source"},
    # and so does saying again what a bag says of itself
    "verify/retold.py": {"design", "deposit", "source"},
}


def room_of(name: str) -> str:
    """Return the room of a module, named by its dotted name below the package."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        room = "/".join(parts[:length])
        if (PACKAGE / room).is_dir():
            return room
    return parts[0]


def imports(path: Path) -> set[str]:
    """Return the modules of the press that a file imports, by their names below the package."""
    found = list[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name}: a relative import hides where it leads"
            module = node.module or ""
            if module == "zhengben" or module.startswith("zhengben."):
                for alias in node.names:
                    found.append(f"{module}.{alias.name}".removeprefix("zhengben."))
        elif isinstance(node, ast.Import):
            found += [a.name[9:] for a in node.names if a.name.startswith("zhengben.")]
    return {name for name in found if not name.startswith("__version__")}


def faults(file: Path) -> list[str]:
    """Return what a file imports against the plan."""
    name = file.relative_to(PACKAGE).as_posix()
    room = name.rpartition("/")[0] or file.stem
    allowed = EVERYWHERE | ROOMS[room] | EXCEPTIONS.get(name, set()) | {room}
    found = []
    for module in sorted(imports(file)):
        named = {".".join(module.split(".")[:length]) for length in (1, 2, 3)}
        if room_of(module) not in allowed and not named & allowed:
            found.append(f"{name} imports {module}")
    return found


def test_every_module_has_a_room_with_a_row() -> None:
    rooms = {
        path.parent.relative_to(PACKAGE).as_posix() if path.parent != PACKAGE else path.stem
        for path in PACKAGE.rglob("*.py")
    }
    assert rooms == set(ROOMS)
    assert len([room for room in rooms if (PACKAGE / f"{room}.py").is_file()]) <= 4


@pytest.mark.parametrize("room", ROOMS)
def test_a_module_imports_only_what_lies_above_it(room: str) -> None:
    folder = PACKAGE / room
    files = sorted(folder.glob("*.py")) if folder.is_dir() else [PACKAGE / f"{room}.py"]
    assert files
    assert [fault for file in files for fault in faults(file)] == []


@pytest.mark.parametrize(
    "line",
    [
        "from zhengben import press",
        "import zhengben.press.publish",
        "from zhengben.press import publish",
        "from zhengben.press.publish import publish",
        "def f():\n    from zhengben.formats.epub import book",
    ],
)
def test_an_import_against_the_plan_is_seen(line: str, tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text(line, "utf-8")
    assert {room_of(name) for name in imports(file)} <= {"press", "formats/epub"}
    assert imports(file)


ENGINE = PACKAGE / "formats" / "pdf" / "engine"


def touches_the_engine(file: Path) -> list[str]:
    """Return what a file imports of WeasyPrint, of pydyf or from behind the engine's door."""
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            # what importlib is given
            found += [node.value] if node.value.startswith(("weasyprint.", "pydyf.")) else []
    inside = {f"zhengben.formats.pdf.engine.{path.stem}" for path in ENGINE.glob("*.py")}
    return [
        name
        for name in found
        if name.partition(".")[0] in ("weasyprint", "pydyf")
        or ".".join(name.split(".")[:5]) in inside
    ]


def test_the_inside_of_the_engine_is_known_behind_its_door_alone() -> None:
    # the plain script that bench compares with is no part of the press
    outside = [file for file in PACKAGE.rglob("*.py") if file.parent != ENGINE]
    assert len(outside) < len(list(PACKAGE.rglob("*.py")))
    assert {
        file.name: touches_the_engine(file) for file in outside if touches_the_engine(file)
    } == {}


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("import weasyprint.pdf", True),
        ("def f():\n    from pydyf import Stream", True),
        ("import_module('weasyprint.draw.text')", True),
        ("from zhengben.formats.pdf.engine import loading", True),
        ("from zhengben.formats.pdf.engine.patches import PATCHES", True),
        ("from zhengben.formats.pdf.engine import place", False),
        ("from zhengben.formats.pdf import engine", False),
        ("version('weasyprint')", False),
    ],
)
def test_a_way_round_the_door_is_seen(line: str, seen: bool, tmp_path: Path) -> None:
    file = tmp_path / "new.py"
    file.write_text(line, "utf-8")
    assert bool(touches_the_engine(file)) is seen


@pytest.mark.parametrize("folder", ["proof", "checks"])
def test_proof_and_checks_use_no_engine_of_the_writers(folder: str) -> None:
    for file in (PACKAGE / folder).rglob("*.py"):
        text = file.read_text("utf-8")
        for engine in ("weasyprint", "pydyf", "ebooklib", "jinja2"):
            assert f"import {engine}" not in text, file.name
