"""The same text gives the same bytes in two installations that have nothing else in common."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installations import elsewhere, install, needed
from zhengben.design.assets import Assets
from zhengben.press import surroundings
from zhengben.press.publish import publish
from zhengben.setup import bootstrap

EDITIONS = ("handout", "e-reader", "akoma-ntoso")


def told(folder: Path) -> tuple[str, dict[str, str]]:
    read = json.loads((folder / "manifest.json").read_text("utf-8"))
    return read["fingerprint"], {a["file"]: a["sha256"] for a in read["artefacts"]}


def test_two_installations_make_the_same_bytes(project: Path, tmp_path: Path) -> None:
    here = publish(
        project / "content/specimen-law", tmp_path / "dist", Assets.find(), editions=EDITIONS
    )
    python, checkout = install(project, tmp_path / "there")
    site = next((tmp_path / "there/env").glob("lib/python*/site-packages"))
    assert not list(site.glob("lxml_stubs*"))
    command = [str(python), "-m", "zhengben", "publish", "specimen-law", "--output", "../out"]
    command += [word for name in EDITIONS for word in ("--edition", name)]
    variables = elsewhere(tmp_path, "4711", "Pacific/Kiritimati", "C")
    done = subprocess.run(
        command, cwd=checkout, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    there = told(tmp_path / "there/out/specimen-law")
    assert there == told(here.folder)
    assert len(there[1]) == len(EDITIONS)


def other_pythons() -> list[Path]:
    """Return the Pythons of other versions that have an environment of the press.

    `.ci/run` makes them below .zhengben; ZHENGBEN_PYTHONS names others, as folders of environments.
    """
    below = Path(bootstrap.home_folder()).glob("python-*/env")
    named = os.environ.get("ZHENGBEN_PYTHONS", "").split(os.pathsep)
    found = [*sorted(below), *(Path(name) for name in named if name)]
    here = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return [
        folder / "bin/python"
        for folder in found
        if (folder / "bin/python").exists() and not (folder / "lib" / here).is_dir()
    ]


@pytest.mark.parametrize(
    ("documents", "everything"),
    [
        (["specimen-law"], [word for name in EDITIONS for word in ("--edition", name)]),
        pytest.param([], ["--all"], marks=pytest.mark.campaign),
    ],
)
def test_every_python_makes_the_same_bytes(
    documents: list[str], everything: list[str], project: Path, tmp_path: Path
) -> None:
    pythons = other_pythons()
    if not pythons:
        pytest.skip("no other Python has an environment: see ZHENGBEN_PYTHONS")
    made = list[dict[str, bytes]]()
    for number, python in enumerate([Path(sys.executable), *pythons]):
        output = tmp_path / str(number)
        command = [str(python), "-m", "zhengben", "publish", *documents, *everything]
        variables = {**os.environ, "ZHENGBEN_CACHE": str(tmp_path / f"cache-{number}")}
        done = subprocess.run(
            [*command, "--output", str(output)],
            cwd=project, env=variables, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        # what may differ: the machine, which names its Python, and what the press remembers of
        # times and inodes
        made.append(
            {
                path.relative_to(output).as_posix(): path.read_bytes()
                for path in sorted(output.rglob("*"))
                if path.is_file() and path.name != "machine.json" and path.suffix != ".record"
            }
        )
        assert {name for name in made[0] if made[0][name] != made[-1].get(name)} == set()
        assert made[0].keys() == made[-1].keys()


def test_the_fingerprint_names_exact_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "_site", lambda: tmp_path)
    for name in ("lxml-6.1.3", "Pillow-13.0", "opencc_python_reimplemented-0.1.7"):
        (tmp_path / f"{name}.dist-info").mkdir()
    before = [*surroundings.packages()]
    assert {*before} == {"lxml 6.1.3", "opencc-python-reimplemented 0.1.7", "pillow 13.0"}
    for name in ("lxml_stubs-0.5.1", "pillow_heif-1.0", "jinja2_cli-1"):
        (tmp_path / f"{name}.dist-info").mkdir()
    assert [*surroundings.packages()] == before


def test_every_package_that_can_change_a_byte_is_named(project: Path) -> None:
    """What the press needs, and what that needs in turn, has a row or is told to change none."""
    no_byte = {"filelock", "fontpkg", "platformdirs", "pypdfium2", "mwparserfromhell",
               "markdown-it-py", "mdit-py-plugins", "mdurl", "six", "packaging",
               "msgspec", "typing-extensions", "pycparser"}  # fmt: skip
    names = {re.sub(r"[-_.]+", "-", package.name).lower() for package in needed(project)}
    assert names - no_byte == surroundings._PACKAGES
