"""A saved page becomes a document: its lines typed, its chrome set apart, nothing lost."""

from __future__ import annotations

import datetime
import hashlib
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.docx_factory import docx, paragraph, table
from zhengben.capture import READERS
from zhengben.cli.main import main
from zhengben.document.declaration import to_json
from zhengben.document.errors import ContentError
from zhengben.document.provenance import Question
from zhengben.emendation.derivation import restore
from zhengben.intake.draft import ANOTHER, Draft, draft
from zhengben.intake.hints import Hints
from zhengben.intake.sniff import sniff
from zhengben.intake.writing import structure_rows, write
from zhengben.press.attachments import capture_ledger
from zhengben.source.source import Source
from zhengben.verify.container import Container
from zhengben.verify.history import History

CASES = Path(__file__).parent / "cases"
PAGES = sorted(path.name for path in CASES.iterdir() if path.suffix != ".golden")
DAY = datetime.date(2026, 1, 2)


def read(path: Path, title: str = "") -> Draft:
    return draft(path, sniff(path), Hints(), DAY, title)


def shown(made: Draft) -> str:
    """Print all that was found, as the golden files hold it."""
    parts = [f"{made.sniffed.reader} {made.sniffed.encoding}"]
    parts += [f"{key} = {value}" for key, value in made.facts.values.items()]
    parts += [f"? {key}" for key in made.facts.questions]
    parts += [f"numbers {'own' if made.guess.own else 'ours'}"]
    parts += [f"{name}: {n}" for name, n in made.ledger.counts().items() if n]
    parts += [f"apart {a.text.strip()} ({a.reason})" for a in made.ledger.apart]
    parts += [f"asked {','.join(map(str, q.lines))} ({q.about})" for q in made.questions]
    parts += [f"signed {s.office} / {s.name}" for s in made.guess.signing.signatories]
    parts += list(structure_rows(made))
    parts += [f"{r.role}{' ' * bool(r.level)}{r.level or ''}: {r.text}" for r in made.guess.rows]
    return "".join(part + "\n" for part in parts)


def test_each_reader_has_a_sample() -> None:
    """A Word file is made where it is needed (docx_factory): as a sample nobody could read it."""
    assert {sniff(CASES / page).reader for page in PAGES} | {"docx", "notation"} == set(READERS)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_read_as_a_reader_would(
    page: str, tmp_path: Path, golden: Callable[[Path, str], None]
) -> None:
    made = read(CASES / page)
    golden(CASES / f"{page}.golden", shown(made))
    (tmp_path / "register").mkdir()
    folder = write(made, tmp_path, "case")
    document = folder / "document.toml"
    document.write_text(document.read_text("utf-8").replace('date = "?"', "date = 2000-01-01"))
    source = Source.open(folder)
    declaration, _ = source.read()
    # what is written reads back as what was found, by a reader that guesses nothing
    assert source.canonical == source.derive()[0] == made.canonical
    assert [line.role for line in declaration.lines] == [row.role for row in made.guess.rows]
    assert len({line.id for line in declaration.lines}) == len(declaration.lines)


@pytest.mark.parametrize("page", PAGES)
def test_every_line_of_a_capture_is_accounted_for(page: str) -> None:
    made = read(CASES / page)
    lines = made.extraction.lines
    text, apart = set(made.recipe.lines), set(made.recipe.apart)
    assert not text & apart
    assert text | apart == {n for n, line in enumerate(lines, 1) if line.text.strip(" \xa0\u3000")}
    assert all(made.recipe.apart.values())
    # the ledger leads from the canonical text back to the lines of the capture
    back = restore(made.canonical, made.ledger)
    captured = made.extraction.text.split("\n")
    assert back == "".join(captured[n - 1] + "\n" for n in made.recipe.lines)


def test_the_declaration_itself_is_read_as_it_was_declared(project: Path) -> None:
    folder = project / "content" / "astana-2017"
    made = read(folder / "capture.txt")
    declared = Source.open(folder)
    assert made.canonical == declared.canonical
    assert set(made.recipe.apart) == set(declared.recipe.apart) - {2, 4, 154, 156, 157, 159}
    assert made.facts.values["dateline"] == "2017年6月9日於阿斯塔納"
    assert [s.name for s in made.guess.signing.signatories][1] == "習近平"


def test_word_files(tmp_path: Path) -> None:
    path = tmp_path / "law.docx"
    path.write_bytes(docx(
        paragraph("样本条例", style="a3", align="center"),
        paragraph("2001年2月3日公布"),
        paragraph("为管理样本制定。", level=0),
        paragraph("下列为样本：", level=0),
        paragraph("原件；", level=1),
        paragraph("复制件。", level=1),
        paragraph("自公布之日起施行。", level=0),
        table([["种类", "数量"], ["原件", "一"], ["", "二"]]),
        footer="第 1 页",
    ))  # fmt: skip
    made = read(path)
    assert [row.text for row in made.guess.rows] == [
        "样本条例", "2001年2月3日公布", "第一条　为管理样本制定。", "第二条　下列为样本：",
        "（一）原件；", "（二）复制件。", "第三条　自公布之日起施行。", "种类", "数量",
        "原件", "一", "二",
    ]  # fmt: skip
    assert list(structure_rows(made))[-1] == "8-12 table 2 header 1 empty 3.1"
    assert [a.reason for a in made.ledger.apart] == ["footer of the file"]


def deep() -> bytes:
    return ("<html><body>" + "<div>" * 5000 + "甲國宣言" + "</div>" * 5000).encode()


def wide() -> bytes:
    return ("<html><body><p>甲國</p><table><tr>" + "<td>甲</td>" * 1_000_000).encode()


JAPANESE = "これは日本国憲法についての説明です。国民は、すべての基本的人権を享有する。" * 4
BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "is empty"),
    "blank": ("a.txt", "\ufeff \n\u3000\n".encode(), "is empty"),
    "picture": ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture (PNG)"),
    "pdf": ("a.html", b"%PDF-1.7\n", "is a PDF"),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(99), "is an old Word file"),
    "zip": ("a.docx", b"PK\x03\x04" + bytes(99), "is a zip archive, but no Word file"),
    "damaged word": ("a.docx", b"PK\x03\x04 word/ " + bytes(99), "is no Word file"),
    "no word": ("a.docx", "宣言".encode(), "is no Word file, whatever its name"),
    "encoding": ("a.txt", "宣言".encode() + b"\xff\x81\x20" * 20, "in no encoding known"),
    "utf-32": ("a.txt", "甲國宣言".encode("utf-32-be"), "in no encoding known"),
    "no markup": ("a.html", "甲國宣言\n正文。".encode(), "is named as HTML but holds no element"),
    "deep": ("a.html", deep(), "nests its elements more than 256 deep"),
    "wide": ("a.html", wide(), "has more than 400000 marks of elements"),
    "wide table": ("a.html", wide()[:9000] + "甲</td></tr><tr><td>乙</td></tr>".encode(),
                   "has a table of more than 200 columns"),
    "wide cell": ("a.html", "<table><tr><td colspan=100000>甲<td>乙<tr><td>丙<td>丁".encode(),
                  "has a table of more than 200 columns"),
    "only scripts": ("a.html", b"<html><script>x=1</script><form><input></form></html>", "is not"),
    "english": ("a.txt", b"Declaration of the Heads of State\n" * 30, "is not a text in Chinese"),
    "japanese": ("a.txt", JAPANESE.encode(), "is a text in Japanese: "),
    "no title": ("a.txt", ("甲國和乙國的元首在丁城舉行會晤，並發表宣言如下：\n" * 3).encode(),
                 "holds a single line of text, “甲國和乙國的元首在丁城舉行會晤，"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_refused_in_one_sentence(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, data, sentence = BAD[case]
    content = tmp_path / "content"
    content.mkdir()
    (tmp_path / name).write_bytes(data)
    assert main(["new", str(tmp_path / name), "--name", "x", "--content", str(content)]) == 4
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not list(content.iterdir())


def test_two_documents_in_one_page(tmp_path: Path) -> None:
    one = "甲國條例\n\n第一條 甲。\n\n第二條 乙。\n\n第三條 丙。\n\n第四條 本條例施行。\n\n"
    path = tmp_path / "two.txt"
    path.write_text(one + one.replace("甲國", "乙國"), "utf-8")
    made = read(path)
    assert [row.text for row in made.guess.rows][5] == "乙國條例"
    assert made.questions == (Question((11,), ANOTHER),)


def test_a_file_of_200_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    with pytest.raises(ContentError, match="has 200 MB, more than any text"):
        sniff(path)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "名為“花の城”的商店，以及か與さ。",
        f"全文見https://example.org/{'abc123' * 500}，特此公告。",
        f"全文見www.example.org/{'abc123/' * 50}。",
    ],
)
def test_a_name_and_an_address_leave_a_text_chinese(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"丁城公告\n\n{line}\n", "utf-8")
    assert [row.text for row in read(path).guess.rows] == ["丁城公告", line]


def test_a_bomb_in_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(docx("<w:p>" + " " * 65_000_000 + "</w:p>"))
    with pytest.raises(ContentError, match="unpacks to more than 32 MB"):
        read(path)


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".x", "A"])
def test_a_name_stays_inside_the_folder(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    content.mkdir()
    page = str(CASES / "statement.txt")
    assert main(["new", page, f"--name={name}", "--content", str(content)]) == 2
    told = "cannot name a document" if name else "--name is empty"
    assert told in capsys.readouterr().err
    assert not list(content.iterdir())


def test_a_document_that_is_there_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "content"
    (content / "case").mkdir(parents=True)
    (content / "case" / "mine").write_text("mine")
    page = str(CASES / "statement.txt")
    assert main(["new", page, "--name", "case", "--content", str(content)]) == 2
    assert "exists already and is kept" in capsys.readouterr().err
    assert [path.name for path in (content / "case").iterdir()] == ["mine"]


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = str(CASES / "treaty.txt")
    assert main(["new", page, "--dry-run", "--content", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "3  article      第一條" in out
    assert "13-18 signatures 2" in out
    assert "? source: where does the page come from?" in out
    assert not list(tmp_path.iterdir())


def test_hints_mend_what_was_guessed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = str(CASES / "treaty.txt")
    assert main(["new", page, "--name", "t", "--content", str(tmp_path)]) == 0
    toml = tmp_path / "t" / "document.toml"
    text = toml.read_text("utf-8").replace('numbers = "own"', (
        'numbers = "own"\nhints = ["capture 35-37 apart 護照式樣不收", "4 item 2", "21 annex"]'
    )).replace('source = "treaty.txt"', 'source = "某書"')  # fmt: skip
    toml.write_text(text + '\n[predecessor]\ntitle = "前約"\nyear = 1990\n', "utf-8")
    assert main(["new", "t", "--again", "--content", str(tmp_path)]) == 0
    declaration, _ = Source.open(tmp_path / "t").read()
    assert declaration.paragraphs[1].role == "item"
    assert declaration.paragraphs[1].level == 2
    assert declaration.provenance.source == "某書"
    assert declaration.predecessor is not None
    toml.write_text(toml.read_text("utf-8").replace('"21 annex"', '"99 annex"'), "utf-8")
    before = toml.read_bytes()
    assert main(["new", "t", "--again", "--content", str(tmp_path)]) == 4
    assert "a hint names line 99" in capsys.readouterr().err
    assert toml.read_bytes() == before


def test_a_hint_joins_lines(tmp_path: Path) -> None:
    page = tmp_path / "law.txt"
    page.write_text(
        "丁城水法\n\n第一條　水屬於\n\n丁城。\n\n見 water\n law 甲\n\n第二條　施行。\n", "utf-8"
    )
    answers = ["--set", "date=2001-02-03", "--set", "genre=law"]
    assert main(["new", str(page), "--content", str(tmp_path), *answers]) == 0
    toml = tmp_path / "law" / "document.toml"
    hinted = '[structure]\nhints = ["capture 3-5 join", "capture 7-8 join"]'
    toml.write_text(toml.read_text("utf-8").replace("[structure]", hinted), "utf-8")
    assert main(["new", "law", "--again", "--content", str(tmp_path)]) == 0
    canonical = (tmp_path / "law" / "canonical.txt").read_text("utf-8")
    assert canonical == "丁城水法\n第一條　水屬於丁城。\n見　water law 甲\n第二條　施行。\n"
    assert 'join = "3-5, 7-8"' in toml.read_text("utf-8")
    # joined text is text, whatever was thought of it
    assert Source.open(tmp_path / "law").derive()[0] == canonical


def test_an_open_question_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = str(CASES / "wrapped-big5.txt")
    assert main(["new", page, "--name", "w", "--content", str(tmp_path)]) == 0
    assert main(["show", "w", "--content", str(tmp_path)]) == 4
    assert "“date” is still a question; answer it" in capsys.readouterr().err
    capture = (tmp_path / "w" / "capture.txt").read_bytes()
    assert hashlib.sha256(capture).digest() == hashlib.sha256(
        (CASES / "wrapped-big5.txt").read_bytes()
    ).digest()  # fmt: skip


@pytest.mark.slow
def test_a_page_of_a_megabyte_is_read_in_no_time(tmp_path: Path) -> None:
    rows = "".join(f"<p>第{n}條　甲方與乙方應當,依照(本)法履行義務。</p>" for n in range(1, 14_000))
    path = tmp_path / "large.html"
    path.write_text(f"<html><body><h1>甲國大法</h1>{rows}</body></html>", "utf-8")
    assert path.stat().st_size > 700_000
    made = read(path)
    assert len(made.guess.rows) == 14_000
    assert made.guess.rows[-1].role == "article"


@pytest.mark.parametrize("page", PAGES)
def test_a_deposit_replays_every_kind_of_capture(page: str, tmp_path: Path) -> None:
    made = read(CASES / page)
    made.facts.values["date"] = DAY
    folder = write(made, tmp_path, "case")
    source = Source.open(folder)
    files = {
        "capture": made.sniffed.data,
        "canonical": source.canonical.encode(),
        "data/metadata/ledger.json": to_json(
            capture_ledger(source, "capture", "canonical")
        ).encode(),
    }
    found: list[str] = []
    container = SimpleNamespace(files=files, find=lambda _, __, told: found.append(told))
    History(cast(Container, container))._ledger()
    assert found == []
    text = source.canonical.replace("。", "、", 1)
    files["canonical"] = text.encode()
    History(cast(Container, container))._ledger()
    assert any("is not what the rules make of the capture" in told for told in found)
