"""A site of published documents: its pages, its search, its catalogues, and what changes in it."""

from __future__ import annotations

import filecmp
import io
import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pymarc
import pytest
from conftest import once
from lxml import etree

from tests.genre_documents import sample_document, sample_of
from zhengben.cli.commands.site import require_address
from zhengben.cli.main import main
from zhengben.document.errors import UsageError
from zhengben.proof.html import extract_html
from zhengben.site import chapters, making
from zhengben.site.searching import folding, plain_search, shadow_page, unpacked

NAMES = ("甲法", "乙條約")
EDITIONS = ["web", "e-reader", "e-reader-vertical"]
BASE = "https://example.org/texts/"
Lines = list[tuple[str, list[Any]]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with content, what was published of it, and two sites: bare and addressed."""

    def make(folder: Path) -> None:
        for name, genre in zip(NAMES, ("law", "treaty"), strict=True):
            sample_document(folder / "content", name, genre, sample_of(genre), EDITIONS,
                            ("zh-Hant", "zh-Hans", "zh-Hant-TW"))  # fmt: skip
        where = ["--content", str(folder / "content"), "--output", str(folder / "dist")]
        assert main(["publish", *where, "--all"]) == 0
        for more in ([], ["--base-url", BASE, "--to", str(folder / "addressed")]):
            assert main(["site", "--published", *where, *more]) == 0

    return once(tmp_path_factory, "site-world", make)


def site(world: Path, *more: str) -> int:
    where = ["--content", str(world / "content"), "--output", str(world / "dist")]
    return main(["site", "--published", *where, *more])


def lines_of(folder: Path) -> Lines:
    found: dict[str, Any] = {}
    for path in sorted(folder.glob("search/lines-*.json")):
        found |= json.loads(path.read_text("utf-8"))
    return [(name, unpacked(packed)) for name, packed in found.items()]


def queries(documents: Lines, count: int, seed: int) -> list[str]:
    """Return runs of one to twelve characters out of the lines, in every script."""
    chance = random.Random(seed)
    texts = [t for _, lines in documents for _, _, told in lines for t in told.values()]
    found = list[str]()
    while len(found) < count:
        text = chance.choice(texts)
        length = chance.randint(1, 12)
        if len(text) >= length:
            at = chance.randrange(len(text) - length + 1)
            found.append(text[at : at + length])
    return found


def test_the_same_documents_give_the_same_site(world: Path, tmp_path: Path) -> None:
    assert site(world, "--to", str(tmp_path / "again")) == 0
    compared = filecmp.dircmp(world / "site", tmp_path / "again")

    def different(found: filecmp.dircmp[str]) -> Iterator[str]:
        _, unlike, strange = filecmp.cmpfiles(found.left, found.right, found.common_files, False)
        yield from (*unlike, *strange, *found.left_only, *found.right_only)
        for lower in found.subdirs.values():
            yield from different(lower)

    assert list(different(compared)) == []


def test_every_link_of_every_page_and_catalogue_arrives(world: Path) -> None:
    require_arrivals(world / "site")


def test_what_was_not_published_is_not_linked(world: Path, tmp_path: Path) -> None:
    where = ["--content", str(world / "content"), "--output", str(tmp_path / "dist")]
    assert main(["publish", NAMES[0], "--edition", "web", *where]) == 0
    assert main(["site", NAMES[0], "--published", *where]) == 0
    require_arrivals(tmp_path / "site")


def require_arrivals(folder: Path) -> None:
    for path in (*folder.rglob("*.html"), *folder.rglob("*.xml"), *folder.rglob("*.json")):
        if "pagefind" in path.parts or path.name in ("site.json", "catalogue.xml"):
            continue
        text = path.read_text("utf-8")
        for address in re.findall(r'(?:href|src)(?:="|": ")([^"#?]*)', text):
            if address and ":" not in address:
                assert (path.parent / address).is_file(), f"{path}: {address}"


def test_pages_of_the_site_say_what_was_published_and_ask_the_site_alone(world: Path) -> None:
    page = (world / "site" / NAMES[0] / f"{NAMES[0]}.zh-Hant.html").read_text("utf-8")
    assert "data:font" not in page
    assert '<link rel="stylesheet" type="text/css" href="../fonts/zh-Hant.css"/>' in page
    assert "font-src &#39;self&#39;" in page
    published = world / "dist" / NAMES[0] / f"{NAMES[0]}.zh-Hant.html"
    assert len(page) < len(published.read_text("utf-8")) / 2
    manifest = json.loads(
        (world / "site" / NAMES[0] / f"{NAMES[0]}.zh-Hant.webpub.json").read_text("utf-8")
    )
    assert manifest["readingOrder"][0]["href"] == f"{NAMES[0]}.zh-Hant.html"


def test_a_site_is_made_again_where_a_document_changed(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "site"
    shutil.copytree(world / "site", target)
    assert site(world, "--to", str(target)) == 0
    assert "made 0, " in (told := capsys.readouterr().out)
    assert "search kept" in told
    # one document less
    assert site(world, NAMES[0], "--to", str(target)) == 0
    assert "1 documents, made 0, " in (told := capsys.readouterr().out)
    assert "search made anew" in told
    assert not (target / NAMES[1]).exists()
    assert site(world, "--to", str(target)) == 0
    assert "made 1, " in capsys.readouterr().out
    for name in ("index.html", "opds/all.xml", "search/lines-0000.json", "fonts/all.css"):
        assert (target / name).read_bytes() == (world / "site" / name).read_bytes(), name


def test_what_the_press_did_not_make_is_left_alone(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "diary.txt").write_text("甲", "utf-8")
    assert site(world, "--to", str(tmp_path / "mine")) == 2
    assert "holds no site of the press" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == ["diary.txt"]
    target = tmp_path / "site"
    shutil.copytree(world / "site", target)
    (target / "index.html").write_text("altered", "utf-8")
    (target / "note.txt").write_text("乙", "utf-8")
    assert site(world, "--to", str(target)) == 0
    assert "files that somebody had altered are kept" in capsys.readouterr().out
    assert (target / "index.html").read_bytes() == (world / "site" / "index.html").read_bytes()
    assert (target / "note.txt").read_text("utf-8") == "乙"


def test_a_document_without_a_page_is_told(
    world: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(world / "content", tmp_path / "content")
    path = tmp_path / "content" / NAMES[0] / "document.toml"
    path.write_text(path.read_text("utf-8").replace('"web", ', ""), "utf-8")
    where = ["--content", str(tmp_path / "content"), "--output", str(tmp_path / "dist")]
    assert main(["site", NAMES[0], *where]) == 2
    told = capsys.readouterr().err
    assert f"holds no web page in zh-Hant; publish it: `publish {NAMES[0]}`" in told
    assert not (tmp_path / "site").exists() or not any((tmp_path / "site").iterdir())


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://example.org/", "https://", "https://a.org/?q=1", "https://u@a.org/",
     'https://a.org/"x', "javascript:alert(1)"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="is no address of a site"):
        require_address(address)


def test_with_an_address_links_are_whole_and_there_is_a_sitemap(world: Path) -> None:
    folder = world / "addressed"
    sitemap = etree.parse(folder / "sitemap.xml")
    found = sitemap.xpath("//*[local-name()='loc']/text()")
    assert f"{BASE}index.html" in found
    assert all(address.startswith(BASE) for address in found)
    assert all((folder / address.removeprefix(BASE)).is_file() for address in found)
    assert f'"{BASE}{NAMES[0]}/' in (folder / "opds/all.xml").read_text("utf-8")
    assert not (world / "site" / "sitemap.xml").exists()


# --- the catalogues


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).parent / "opds-1.2.rng"))


def test_the_feeds_of_opds_are_as_the_specification_has_them(
    world: Path, grammar: etree.RelaxNG
) -> None:
    for path in sorted((world / "site" / "opds").glob("*.xml")):
        assert grammar.validate(etree.parse(path)), (path.name, grammar.error_log)


WRONG_FEEDS = {
    "no id": ("<id>urn:zhengben:shelf:all</id>", ""),
    "no address as id": ("<id>urn:zhengben:shelf:all</id>", "<id>all</id>"),
    "no day": (r"<updated>[^<]*</updated>", "<updated>2020</updated>"),
    "a local day": (r"<updated>([^<]*)Z</updated>", r"<updated>\1</updated>"),
    "no start": (r'<link rel="start"[^>]*/>', ""),
    "no self": (r'<link rel="self"[^>]*/>', ""),
    "a kind that is none": ("kind=acquisition", "kind=books"),
    "no book": (r'<link rel="http://opds-spec.org/acquisition/open-access"[^>]*/>', ""),
    "a picture that is none": ('type="image/png"', 'type="text/html"'),
    "a facet without a group": (r'opds:facetGroup="[^"]*"', ""),
    "a language that is none": ("<dc:language>[^<]*", "<dc:language>中文"),
}


@pytest.mark.parametrize("kind", WRONG_FEEDS)
def test_each_rule_of_the_grammar_is_seen_failing(
    world: Path, grammar: etree.RelaxNG, kind: str
) -> None:
    pattern, new = WRONG_FEEDS[kind]
    text = (world / "site" / "opds" / "all.xml").read_text("utf-8")
    count = 0 if kind == "no book" else 1
    wrong, done = re.subn(pattern, new, text, count=count)
    assert done
    assert not grammar.validate(etree.fromstring(wrong.encode()))


def test_the_feed_of_documents_is_one_of_atom(world: Path) -> None:
    feed = etree.parse(world / "site" / "atom.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    assert feed.tag == f"{atom}feed"
    for element in (feed, *feed.iter(f"{atom}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{atom}{name}")) == 1
    assert len(feed.findall(f"{atom}entry")) == len(NAMES)


def test_libraries_read_the_records(world: Path) -> None:
    data = (world / "site" / "catalogue.mrc").read_bytes()
    found = list(pymarc.MARCReader(io.BytesIO(data)))
    assert [record["001"].data for record in found if record] == sorted(NAMES)
    for record in found:
        assert record is not None
        assert len(record["008"].data) == 40
        assert record["245"]["a"]
        assert {field["q"] for field in record.get_fields("856")} == {"text/html"}
        assert record["787"]["t"]
    xml = io.BytesIO((world / "site" / "catalogue.xml").read_bytes())
    assert len(pymarc.parse_xml_to_array(xml)) == len(NAMES)


# --- the search


def test_folding_makes_one_of_what_became_another() -> None:
    one = {"zh-Hant": "頭髮與發展", "zh-Hans": "头发与发展"}
    other = {"zh-Hant": "「乾隆」A1", "zh-Hans": "“乾隆”A1"}
    told: Lines = [("a", [("para-1", "1", one)]), ("b", [("para-1", "1", other)])]
    fold = folding(told)
    for _, lines in told:
        for _, _, texts in lines:
            assert len({fold.shadow(text) for text in texts.values()}) == 1
    words = fold.shadow("頭髮與發展「乾隆」A1").split(" ")
    assert len(words) == 11
    # every word is letters alone, which no tokenizer divides or drops
    assert all(word.isalpha() for word in words)
    assert len(set(fold.words.values())) == len(fold.words)


def test_many_signs_have_words_of_their_own() -> None:
    signs = "".join(map(chr, range(0xAC00, 0xAC00 + 3000)))
    fold = folding([("a", [("x", "1", {"zh-Hant": signs})])])
    assert len(set(fold.words.values())) == 3000
    assert "<p>" in shadow_page("a", [("x", "1", {"zh-Hant": signs})], fold)


@pytest.fixture(scope="module")
def used(
    world: Path,
    project: Path,
    require_tool: Callable[[str], str],
    reader_tools: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """Use the site in one browser, and its catalogues in two readers."""
    folder = tmp_path_factory.mktemp("used")
    documents = lines_of(world / "site")
    runs = [*queries(documents, 150, 1), "無此文字", "Z", "法😀"]
    feed = json.loads((world / "site/opds2/all.json").read_text("utf-8"))
    asked = {
        "pages": ["index.html", "search.html", "instruments/index.html",
                  f"{NAMES[1]}/{NAMES[1]}.zh-Hans.html"],
        "typed": "条约",
        "queries": runs,
        "schema": str(Path(__file__).parent / "opds-2.0.schema.json"),
        "wrong": list(wrong_feeds(feed)),
    }  # fmt: skip
    (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "FONTCONFIG_FILE"}
    command = ["node", str(project / "tests/reader/site.mjs"), require_tool("chromium"),
               str(world / "site"), str(folder)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    if kept := os.environ.get("ZHENGBEN_SCREENSHOTS"):
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    result: dict[str, Any] = json.loads((folder / "site.json").read_text("utf-8"))
    return {**result, "asked": asked}


def wrong_feeds(feed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield feeds of OPDS 2.0 that each break a rule."""
    text = json.dumps(feed)

    def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        copy: dict[str, Any] = json.loads(text)
        change(copy)
        return copy

    yield changed(lambda f: f.pop("metadata"))
    yield changed(lambda f: f["metadata"].pop("title"))
    yield changed(lambda f: f.pop("links"))
    yield changed(lambda f: f["links"].pop(0))
    yield changed(lambda f: f.pop("publications"))
    yield changed(lambda f: f["publications"].clear())
    yield changed(lambda f: f["publications"][0]["metadata"].pop("title"))
    yield changed(lambda f: f["publications"][0]["metadata"].update(modified="2020-01-01"))
    yield changed(lambda f: f["publications"][0]["metadata"].update(readingProgression="left"))
    yield changed(lambda f: f["publications"][0]["metadata"].update(identifier="1"))
    yield changed(lambda f: f["publications"][0]["links"].clear())
    yield changed(lambda f: f["publications"][0]["links"][0].pop("type"))
    yield changed(lambda f: f["publications"][0]["images"].clear())
    yield changed(lambda f: f["publications"][0]["images"][0].update(type="text/html"))
    yield changed(lambda f: f["facets"][0]["links"].clear())
    yield changed(lambda f: f.update(books=[]))


def test_the_search_finds_what_a_plain_search_finds(world: Path, used: dict[str, Any]) -> None:
    documents = lines_of(world / "site")
    for query, found in zip(used["asked"]["queries"], used["found"], strict=True):
        wanted = {f"{name}#{anchor}" for name, anchor in plain_search(documents, query)}
        assert set(found) == wanted, query
        assert len(found) == len(wanted), query
    assert used["found"][-3:] == [[], [], []]


def test_who_types_sees_where_it_stands(used: dict[str, Any]) -> None:
    # a Simplified query, in a site of Traditional lists
    assert "条约" in used["shown"]
    assert re.fullmatch(r"\d件文件，\d+處", used["told"])
    assert used["arrived"] == used["leads"].partition("#")[2]


def test_the_search_says_that_it_needs_a_server(used: dict[str, Any]) -> None:
    assert used["asFile"] == [True, False]


def test_nothing_of_the_site_is_a_barrier_or_missing(used: dict[str, Any]) -> None:
    assert used["barriers"] == []
    assert used["errors"] == []
    assert used["missing"] == []


def test_two_readers_read_the_catalogues_and_one_opens_a_book(
    world: Path, used: dict[str, Any]
) -> None:
    books = len(list((world / "site").rglob("*.epub")))
    foliate, readium = used["foliate"], used["readium"]
    assert (foliate["title"], foliate["count"], foliate["cover"]) == ("正本文庫", books, 200)
    assert foliate["author"] == "某會議"
    assert len(foliate["facets"]) == 2
    assert foliate["name"].startswith(next(iter(foliate["opened"].values())))
    assert readium["one"]["count"] == readium["two"]["count"] == books
    assert readium["one"]["first"].startswith(readium["two"]["first"])
    assert readium["one"]["links"] != []


def test_the_feeds_of_opds_2_meet_the_schema_and_wrong_ones_do_not(used: dict[str, Any]) -> None:
    assert {name: told for name, told in used["feeds"].items() if told} == {}
    assert all(used["wrong"])


# --- long texts


def test_a_long_page_is_there_by_chapter_too(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chapters, "LONG_PAGE", 1)
    assert site(world, NAMES[0], "--to", str(tmp_path / "site")) == 0
    folder = tmp_path / "site" / NAMES[0]
    parts = sorted(folder.glob("*.zh-Hant.part-*.html"))
    assert len(parts) > 2
    whole = extract_html(folder / f"{NAMES[0]}.zh-Hant.html")
    said = [block for part in parts for block in extract_html(part).blocks]
    assert [(b.id, b.text) for b in said] == [(b.id, b.text) for b in whole.blocks]
    for part in parts:
        text = part.read_text("utf-8")
        here = set(re.findall(r' id="([^"]+)"', text))
        for name, anchor in re.findall(r'href="([^"#:/]*)#([^"]+)"', text):
            home = (folder / name).read_text("utf-8") if name else text
            assert f' id="{anchor}"' in home, (part.name, name, anchor)
        # the notes that it calls, and no others
        called = set(re.findall(r'class="call"[^>]*href="#([^"]+)"', text))
        assert {anchor for anchor in here if re.fullmatch(r"note-\d+", anchor)} == called
    manifest = json.loads((folder / f"{NAMES[0]}.zh-Hant.webpub.json").read_text("utf-8"))
    assert [entry["href"] for entry in manifest["readingOrder"]] == [part.name for part in parts]


def test_chapters_that_say_less_are_refused(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chapters, "LONG_PAGE", 1)
    whole = chapters.chapter_pages
    monkeypatch.setattr(making, "chapter_pages", lambda *given: whole(*given)[1:])
    assert site(world, NAMES[0], "--to", str(tmp_path / "site")) == 5
    assert "do not say what the whole page says" in capsys.readouterr().err
