"""Measures the press against a plain WeasyPrint script, in one run and pair by pair.

Figures are processor seconds of whole processes, children included. Machines are noisy: what
counts is the ratio within a pair, and of the ratios the median.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from zhengben.bench.beside import typst_handout
from zhengben.bench.processes import DOCUMENT, ROOT, press, row, run, split
from zhengben.design.editions import PRINTED
from zhengben.design.faces import FACES
from zhengben.document.errors import UsageError

# each set and placed on its own; the archive's are the handout's pages in other flavours
_PRINT = tuple(name for name, edition in PRINTED.items() if not edition.layout_of)

# what a handout takes, beside what it is for: no change of the press's own can leave these out
_SHARES = {
    # its import, placing what is composed, and writing the file
    "of it WeasyPrint": ("start", "layout", "write"),
    "of it the proof": ("proof",),
    "of it composing": ("compose",),
}
# a process that begins, imports the other packages a proved handout needs, and ends
_PACKAGES = "of it Python, other packages"
_IMPORTS = "import filelock, jinja2, lxml.etree, msgspec, pikepdf, pypdfium2_raw, uharfbuzz"
_REST = "of it all else"


def compare(pairs: int) -> None:
    """Print the comparison; needs a checkout, whose plain script it runs."""
    plain = ROOT / "tests" / "bench" / "plain.py"
    if not plain.is_file():
        raise UsageError("The bench runs from a checkout: python3 build.py bench.")
    if pairs < 1:
        raise UsageError("--pairs takes a whole number from 1.")
    with tempfile.TemporaryDirectory() as folder:
        _compare(plain, Path(folder), pairs)


def _compare(plain: Path, folder: Path, pairs: int) -> None:
    model = folder / "model.json"
    model.write_text(run(press("show", DOCUMENT, "--json")).output, "utf-8")
    faces = [str(FACES[key].path) for key in ("serif-tc", "sans-tc")]
    script = [sys.executable, str(plain), *faces, str(folder / "plain.pdf")]
    output = ("--output", str(folder / "dist"))
    timed = ("publish", DOCUMENT, "--force", "--timings", *output, "--script", "zh-Hant")
    handout = press(*timed, "--edition", "handout")
    printed = press(*timed, *(word for name in _PRINT for word in ("--edition", name)))
    bare = [sys.executable, "-c", _IMPORTS]
    # in one process, whose time and memory are told
    everything = press("publish", "--force", "--timings", "--jobs", "1", *output)
    again = press("publish", *output)
    # once each, so that fonts are prepared and code is compiled
    run(script, model)
    run(everything)
    typeset = typst_handout(faces, folder)
    ratios, with_proof, layout = list[float](), list[float](), list[float]()
    beside = list[float]()
    composed, all_print = list[float](), list[float]()
    shares: dict[str, list[float]] = {name: [] for name in (*_SHARES, _PACKAGES, _REST)}
    seconds: dict[str, list[float]] = {"plain script": [], "handout": [], "handout, proved": []}
    for _ in range(pairs):
        theirs, ours, every = run(script, model), run(handout), run(printed)
        steps = split(ours.output)
        composed.append(steps["compose"])
        layout.append((steps["compose"] + steps["layout"]) / split(theirs.output)["layout"])
        all_print.append((every.seconds - split(every.output)["proof"]) / theirs.seconds)
        for name, parts in _SHARES.items():
            shares[name].append(sum(steps[step] for step in parts) / theirs.seconds)
        shares[_PACKAGES].append(run(bare).seconds / theirs.seconds)
        told = sum(values[-1] for name, values in shares.items() if name != _REST)
        shares[_REST].append(ours.seconds / theirs.seconds - told)
        made = ours.seconds - steps["proof"]
        seconds["plain script"].append(theirs.seconds)
        seconds["handout"].append(made)
        seconds["handout, proved"].append(ours.seconds)
        ratios.append(made / theirs.seconds)
        with_proof.append(ours.seconds / theirs.seconds)
        if typeset:
            other = run(typeset, model).seconds
            seconds.setdefault("Typst", []).append(other)
            beside.append(ours.seconds / other)
    full = run(everything)
    unchanged = [run(again).seconds for _ in range(pairs)]
    pack = press("deposit", DOCUMENT, "--without-validators", *output)
    run(pack)
    packed = [run(pack).seconds - seconds for seconds in unchanged]
    print(f"{'processor seconds, ' + str(pairs) + ' pairs':<34}{'min':>8}{'median':>8}{'max':>8}")
    for name, values in seconds.items():
        row(name, values)
    row("handout / plain script", ratios)
    row("handout, proved / plain script", with_proof)
    for name, values in shares.items():
        row(name, values)
    if beside:
        row("handout, proved / Typst", beside)
    row("composing the handout", composed)
    row("composing, layout / plain layout", layout)
    row("all print editions / plain script", all_print)
    row("second build, nothing changed", unchanged)
    row("deposit, beyond that", packed)
    print(f"{'all editions, proved':<34}{full.seconds:>8.2f} s, peak {full.memory_mb:.0f} MB")
    print(
        "split of all editions: " + ", ".join(f"{k} {v:.2f}" for k, v in split(full.output).items())
    )
