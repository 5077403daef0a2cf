"""Characters that no face has: an error, and in a draft 〓, with no proof and no standard."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest

from zhengben.cli.main import main
from zhengben.design.faces import known_faces
from zhengben.proof.fidelity import prove

# none of them is in any face of ours: Han of Extension B, a syllable of Yi, a letter of Osage
LACKING = "𠮷ꀀ\U000104b0"
LAW = (
    f"甲城地名条例\n\n2020年2月29日甲城议会通过\n\n第一条　为管理{LACKING[0]}野村和{LACKING[1]}水"
    f"的名称，制定本条例。{LACKING[0]}野村属{LACKING[2]}。\n\n第二条　本条例自公布之日起施行。\n"
)
WANTED = ("--edition", "archive", "--edition", "e-reader", "--edition", "akoma-ntoso",
          "--script", "zh-Hans", "--script", "zh-Hant")  # fmt: skip
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("draft")
    (folder / "content").mkdir()
    (folder / "law.txt").write_text(LAW, "utf-8")
    answers = ("organ=甲城议会", "source=样本", "rights=CC0")
    words = [word for answer in answers for word in ("--set", answer)]
    content = ("--content", str(folder / "content"))
    assert main(["new", str(folder / "law.txt"), "--name", "law", *content, *words]) == 0
    return folder


def publish(project: Path, *words: str) -> int:
    folders = ("--content", str(project / "content"), "--output", str(project / "dist"))
    return main(["publish", "law", *WANTED, *folders, *words])


def test_a_draft_shows_what_it_lacks_and_claims_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert publish(project) == 4
    assert re.search(r"law/canonical\.txt:3: art-1, character \d+: none of the fonts has a glyph",
                     capsys.readouterr().err)  # fmt: skip
    assert not (project / "dist/law").exists()
    assert publish(project, "--accept-open-questions") == 1
    out = capsys.readouterr().out
    assert "4 characters that no font has are shown as 〓, and are not proved" in out
    for script in ("zh-Hans", "zh-Hant"):
        assert f"law.{script}.archive.pdf: 2 pages, " in out
    told = [line for line in out.splitlines() if "sha256" in line and "ledger" not in line]
    assert [" not proved: 4 characters, " in line for line in told] == [
        not re.search(r"\.akn\.xml", line) for line in told
    ]
    folder = project / "dist/law"
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["artefacts"]
    assert [row["claims"] for row in listed if row["file"].endswith(".pdf")] == [[], []]
    with pikepdf.open(folder / "law.zh-Hans.archive.pdf") as pdf:
        said = pdf.Root.Metadata.read_bytes().decode()
    assert "pdfaid" not in said
    assert "<pdfuaid:part" not in said
    text = (project / "content/law/canonical.txt").read_text("utf-8")
    shown = text.translate(dict.fromkeys(map(ord, LACKING), "〓"))
    references = {face.key: face.path for face in known_faces().values()}
    for name in ("archive.pdf", "epub"):
        path = folder / f"law.zh-Hans.{name}"
        assert not prove(path, shown, ids=None, references=references).failures
    assert LACKING[1] in (folder / "law.zh-Hans.akn.xml").read_text("utf-8")
    assert "文本中有4个字，字体俱缺，以〓代之" in _colophon(folder / "law.zh-Hans.archive.pdf")


def _colophon(path: Path) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(path)
    text: str = pdf[len(pdf) - 1].get_textpage().get_text_bounded()
    return text


def test_a_draft_of_a_text_that_is_shown_whole_is_any_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = {}
    for name, words in (("draft", ("--accept-open-questions",)), ("other", ())):
        output = ("--output", str(tmp_path / name))
        assert main(["publish", "specimen-law", "--edition", "archive", *output, *words]) == 0
        made[name] = (
            tmp_path / name / "specimen-law/specimen-law.zh-Hans.archive.pdf"
        ).read_bytes()
    assert made["draft"] == made["other"]
    assert "not proved" not in capsys.readouterr().out
