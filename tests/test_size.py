"""Functions that fit a head: none too branched or too long, and no file too long."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from radon.complexity import cc_visit
from radon.visitors import Function

MOST_COMPLEX = 20
MOST_LINES = 70
MOST_LINES_OF_A_FILE = 430

# Functions over either figure, each with the reason; a row that is no longer true fails.
TOO_COMPLEX: dict[str, str] = {}
TOO_LONG: dict[str, str] = {}

BRANCHED = "\n".join(["def f(x):", *(f"    if x == {i}:\n        return {i}" for i in range(21))])


def complexities(text: str) -> dict[str, int]:
    """Return the cyclomatic complexity of each function and method, those inside others too."""
    found = dict[str, int]()

    def note(block: Function, name: str) -> None:
        found[name] = block.complexity
        for inner in block.closures:
            note(inner, f"{name}.{inner.name}")

    for block in cc_visit(text):
        if isinstance(block, Function):
            note(block, block.fullname)
    return found


def lengths(text: str) -> dict[str, int]:
    """Return the number of lines of each function and method."""
    found = dict[str, int]()

    def note(node: ast.AST, name: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = name
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                inner = f"{name}.{child.name}".lstrip(".")
                if not isinstance(child, ast.ClassDef):
                    found[inner] = (child.end_lineno or 0) - child.lineno + 1
            note(child, inner)

    note(ast.parse(text), "")
    return found


def files(project: Path) -> dict[str, str]:
    """Return the text of each file of the program."""
    paths = [*project.glob("zhengben/**/*.py"), project / "build.py"]
    return {path.relative_to(project).as_posix(): path.read_text("utf-8") for path in paths}


def test_no_function_is_too_complex(project: Path) -> None:
    over = {
        f"{file} {name}": figure
        for file, text in files(project).items()
        for name, figure in complexities(text).items()
        if figure > MOST_COMPLEX
    }
    assert {name: figure for name, figure in over.items() if name not in TOO_COMPLEX} == {}
    assert TOO_COMPLEX.keys() - over.keys() == set(), "take these off the list"


def test_no_function_is_too_long(project: Path) -> None:
    over = {
        f"{file} {name}": lines
        for file, text in files(project).items()
        for name, lines in lengths(text).items()
        if lines > MOST_LINES
    }
    assert {name: lines for name, lines in over.items() if name not in TOO_LONG} == {}
    assert TOO_LONG.keys() - over.keys() == set(), "take these off the list"


@pytest.mark.parametrize("folder", ["zhengben", "tests"])
def test_no_file_is_too_long(folder: str, project: Path) -> None:
    over = {
        path.name: lines
        for path in (project / folder).rglob("*.py")
        if "node_modules" not in path.parts
        and (lines := path.read_text("utf-8").count("\n")) > MOST_LINES_OF_A_FILE
    }
    assert over == {}


@pytest.mark.parametrize("wrap", ["{}", "class A:\n{}", "def g():\n{}\n    return f"])
def test_a_complex_function_is_seen_wherever_it_stands(wrap: str) -> None:
    indented = BRANCHED.replace("\n", "\n    ")
    text = wrap.format(BRANCHED if wrap == "{}" else f"    {indented}")
    (name,) = (name for name in complexities(text) if name.endswith("f"))
    assert complexities(text)[name] == 22
    assert lengths(text)[name] == 43
