"""What all tests share."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

from tests import bytecode  # noqa: F401 (before the press is imported)
from tests.campaign.ring import LINE
from tests.rings import COLLECTED, LEFT_OUT, case_of, ring_of
from tests.short_declaration import short_declaration
from zhengben.checks.archive import conformance, pictures
from zhengben.checks.ebook import validators
from zhengben.cli.main import main
from zhengben.design.assets import Assets
from zhengben.design.editions import PRINTED
from zhengben.document.declaration import Declaration
from zhengben.formats.pdf import writer
from zhengben.formats.pdf.writer import Press
from zhengben.press.publish import publish
from zhengben.proof import rendering
from zhengben.source.source import Source
from zhengben.verify.container import open_container

# a test starts processes only where it says so: what it puts in place of something holds in one
os.environ.setdefault("ZHENGBEN_JOBS", "1")

# the collector runs among tests anyhow: nobody need look through all that they keep for each layout
writer._ROOM_MIB = 1_000

# the same examples in every run: what passes here passes everywhere
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")

# The programs the tests look at finished books with, and Debian's packages of them.
TOOL_PACKAGES = {
    "chromium": "chromium",
    "calibredb": "--no-install-recommends calibre",
    "ebook-convert": "--no-install-recommends calibre",
    "ebook-meta": "--no-install-recommends calibre",
    "gs": "ghostscript",
    "node": "nodejs",
    "minisign": "minisign",
    "mutool": "mupdf-tools",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "softhsm2-util": "softhsm2",
    "ssh-keygen": "openssh-client",
}


# the programs of the packages of tests/reader
_READER = Path(__file__).with_name("reader") / "node_modules" / ".bin"


@pytest.fixture(scope="session")
def project() -> Path:
    """Return the folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], str]:
    """Return a function from a program's name to its path.

    Where the program is missing the test is skipped; with ``ZHENGBEN_REQUIRE_TOOLS=1`` it fails.
    """

    def find(name: str) -> str:
        path = shutil.which(name)
        if path:
            return path
        _missing(name, f"apt-get install {TOOL_PACKAGES[name]}")

    return find


@pytest.fixture(scope="session")
def reader_tools(require_tool: Callable[[str], str]) -> None:
    """Demand Node.js, Chromium and the packages of tests/reader."""
    require_tool("node")
    require_tool("chromium")
    if not _READER.is_dir():
        _missing("the packages of the reader", "npm ci --ignore-scripts --prefix tests/reader")


def pytest_configure(config: pytest.Config) -> None:
    """Have Ace looked for among these packages, whose browser takes seconds, by the thorough."""
    if "not thorough" not in config.option.markexpr:
        os.environ["PATH"] = f"{_READER}{os.pathsep}{os.environ['PATH']}"


def _missing(what: str, command: str) -> NoReturn:
    """Skip a test for want of something, or fail it where everything is required."""
    reason = f"{what} is missing: install it with `{command}`"
    if os.environ.get("ZHENGBEN_REQUIRE_TOOLS") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def declaration(project: Path) -> Declaration:
    """Return the Astana Declaration as the press reads it."""
    return Source.open(project / "content" / "astana-2017").read()[0]


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that ``make`` fills once for all workers; nobody may change it after that.

    The worker that comes first makes it, the others wait. What breaks off leaves nothing behind.
    """
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, unfinished = base / name, base / f"{name}.part"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            make(unfinished)
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def built(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the declaration published in its own script, once for all tests."""
    folder = project / "content" / "astana-2017"

    def make(output: Path) -> None:
        assert publish(folder, output, Assets.find(), scripts=("zh-Hant",)).made

    return once(tmp_path_factory, "dist", make) / folder.name


@pytest.fixture(scope="session")
def built_scripts(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the declaration published in its three other scripts."""
    folder = project / "content" / "astana-2017"
    scripts = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
    editions = ("handout", "e-reader")

    def make(output: Path) -> None:
        publish(folder, output, Assets.find(), editions=editions, scripts=scripts)

    return once(tmp_path_factory, "scripts", make) / folder.name


@pytest.fixture(scope="session")
def handout_pdf(built: Path) -> Path:
    """Return the finished handout."""
    return built / "astana-2017.zh-Hant.handout.pdf"


@pytest.fixture(scope="session")
def short_text(declaration: Declaration, tmp_path_factory: pytest.TempPathFactory) -> Declaration:
    """Return the declaration in fewer paragraphs (tests/short_declaration.py)."""

    def make(folder: Path) -> None:
        short_declaration(folder / "content", declaration)

    folder = once(tmp_path_factory, "short", make) / "content" / declaration.id
    return Source.open(folder).read()[0]


@pytest.fixture(scope="session")
def short_handout(short_text: Declaration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its handout, for what is tried many times."""

    def make(folder: Path) -> None:
        press = Press(short_text, Assets.find(), folder / "canonical.txt", "test")
        (folder / "handout.pdf").write_bytes(press.print(PRINTED["handout"]).data)

    return once(tmp_path_factory, "short-handout", make) / "handout.pdf"


@pytest.fixture(scope="session")
def book_epub(built: Path) -> Path:
    """Return the finished e-book."""
    return built / "astana-2017.zh-Hant.epub"


@pytest.fixture(scope="session")
def deposit_content(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project's content, the declaration in fewer editions and scripts."""

    def make(folder: Path) -> None:
        shutil.copytree(project / "content", folder / "content")
        path = folder / "content" / "astana-2017" / "document.toml"
        lines = path.read_text("utf-8").split("\n")
        lines = [line for line in lines if not line.startswith(("editions =", "scripts ="))]
        first = next(at for at, line in enumerate(lines) if line.startswith("["))
        lines[first:first] = ['editions = ["archive", "e-reader", "akoma-ntoso"]',
                              'scripts = ["zh-Hant", "zh-Hans"]']  # fmt: skip
        path.write_text("\n".join(lines), "utf-8")

    return once(tmp_path_factory, "project", make) / "content"


@pytest.fixture(scope="session")
def deposits(deposit_content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the deposit, made once for all tests."""

    def make(output: Path) -> None:
        folders = ("--content", str(deposit_content), "--output", str(output))
        assert main(["deposit", "astana-2017", "--without-validators", *folders]) == 0

    return once(tmp_path_factory, "deposit", make)


@pytest.fixture(scope="session")
def bag(deposits: Path) -> dict[str, bytes]:
    """Return the files of the deposit."""
    found = open_container(deposits / "astana-2017.bag.tar")
    assert not found.findings
    return found.files


def _validate_no_books(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have EPUBCheck and Ace find nothing, without starting them."""
    for validator in ("_epubcheck", "_ace"):
        monkeypatch.setattr(validators, validator, lambda *_: ())


def _is_ordinary(request: pytest.FixtureRequest) -> bool:
    return "not thorough" in request.config.option.markexpr


@pytest.fixture
def seldom_validated(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the validators about files of this kind only where the thorough tests run too."""
    if _is_ordinary(request):
        _validate_no_books(monkeypatch)
        monkeypatch.setattr(conformance, "verdicts", lambda *_: [])


@pytest.fixture
def seldom_asked(
    seldom_validated: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have other programs neither validate nor draw them, but where the thorough tests run too."""
    if _is_ordinary(request):
        monkeypatch.setattr(pictures, "_differences", lambda *_: [])
        monkeypatch.setattr(rendering, "by_another", lambda *_: iter(()))


@pytest.fixture
def unasked(seldom_asked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask neither EPUBCheck nor Ace, about books that others differ little from."""
    _validate_no_books(monkeypatch)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while thousands of tests are read, and never through them again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test with its ring (tests/rings.py), and begin with what takes longest.

    Files that wait for browsers come first, then the other slow ones; the quick ones fill the gaps
    that these leave at the end.
    """
    rank = dict[Path, int]()
    collected = config.stash[COLLECTED] = dict[str, dict[str, list[str]]]()
    for item in items:
        assert isinstance(item, pytest.Function)
        file = item.location[0].replace(os.sep, "/")
        ring = ring_of(item, file)
        cases = collected.setdefault(file, {}).setdefault(item.originalname, [])
        cases.append(case_of(item))
        if ring != "campaign":
            item.add_marker(ring)
        order = 0 if "reader_tools" in item.fixturenames else 2 if ring == "quick" else 1
        rank[item.path] = min(rank.get(item.path, 2), order)
    items.sort(key=lambda item: rank[item.path])


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what is left out of the thorough ring."""
    thorough = sum(item.get_closest_marker("thorough") is not None for item in items)
    if thorough:
        stash = items[0].config.stash
        stash[LEFT_OUT] = stash.get(LEFT_OUT, 0) + thorough


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the count of a worker to the process that it reports to."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left out"] = session.config.stash.get(LEFT_OUT, 0)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the count of a worker, of which each has read all tests."""
    stash = node.config.stash
    told = getattr(node, "workeroutput", {}).get("left out", 0)
    stash[LEFT_OUT] = max(stash.get(LEFT_OUT, 0), told)


# mutants are tried without xdist, which alone knows this hook
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are processors: some wait for a browser all the time."""
    return (os.cpu_count() or 1) + 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell what the ordinary ring left out; of a campaign, kind by kind, what came of it.

    This stands here since the process that workers report to reads no conftest.py below.
    """
    config = terminalreporter.config
    left_out = config.stash.get(LEFT_OUT, 0)
    if left_out and "not thorough" in config.option.markexpr:
        terminalreporter.write_line(
            f"{left_out} thorough tests were left out: "
            'python3 build.py test -m "not campaign" runs them too'
        )
    if config.option.markexpr != "campaign":
        return
    terminalreporter.section("campaign")
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for line in report.capstdout.splitlines():
                if LINE.fullmatch(line):
                    terminalreporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-golden", action="store_true", help="write golden files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Return a function that compares a text with a golden file, or writes it when asked to."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--save-golden"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare
