"""The register of instruments: what cited treaties, resolutions and statements are.

Each ``content/register/*.toml`` holds ``[[instrument]]`` tables; all documents share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct, field

from zhengben.document.apparatus import Event, Instrument
from zhengben.document.dates import chinese_date
from zhengben.document.lines import Line, Role
from zhengben.document.regex import regex
from zhengben.files.toml import TomlTable

_IRI = regex(r"/akn/[a-z]{2}(?:-[a-z0-9-]+)?(?:/[A-Za-z0-9._-]+){3,5}")

# lines that are broken by sense
_HEADS: tuple[Role, ...] = ("title", "subtitle", "heading", "annex", "office", "name")


class Register(Struct, frozen=True):
    """Instruments by identifier, and by each title they are cited by.

    ``written`` has each entry as its file has it, with the script of the file.
    """

    by_id: dict[str, Instrument]
    by_title: dict[str, Instrument]
    script: str = "zh-Hant"
    written: dict[str, tuple[Instrument, str]] = field(default_factory=dict)

    def entries(self, keys: Iterable[str]) -> tuple[Instrument, ...]:
        """Return the entries of some identifiers, each once."""
        return tuple(self.by_id[key] for key in dict.fromkeys(keys))

    def named_in(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """Return the titles that a title or heading names, whether the text cites them or not."""
        heads = "\n".join(line.text for line in lines if line.role in _HEADS)
        return tuple(sorted(title for title in self.by_title if title in heads))


def load_register(
    folder: Path,
    script: str = "zh-Hant",
    convert: Callable[[tuple[Instrument, ...], str, str], tuple[Instrument, ...]] | None = None,
) -> Register:
    """Read every TOML file of a folder; none at all gives an empty register.

    A file is in Traditional script unless it says ``script = "zh-Hans"``; ``convert(entries, from,
    to)`` puts entries into the ``script`` that is wanted.
    Raises ContentError for a wrong key or value, and where two entries share an identifier or a
    citation form, since a mention could then mean either.
    """
    by_id: dict[str, Instrument] = {}
    by_title: dict[str, Instrument] = {}
    as_written: dict[str, tuple[Instrument, str]] = {}
    for path in sorted(folder.glob("*.toml")):
        root = TomlTable.load(path)
        written = root.choice("script", ("zh-Hant", "zh-Hans"), "zh-Hant")
        tables = root.tables("instrument")
        entries = tuple(map(_instrument, tables))
        as_written |= {entry.id: (entry, written) for entry in entries}
        if convert is not None and written != script:
            entries = convert(entries, written, script)
        for table, entry in zip(tables, entries, strict=True):
            if entry.id in by_id:
                raise table.error(f"the identifier “{entry.id}” is used twice; rename one.", "id")
            by_id[entry.id] = entry
            for form in (entry.title, *entry.cited_as):
                other = by_title.setdefault(form, entry)
                if other.id != entry.id:
                    raise table.error(
                        f"“{form}” already stands for {other.id}; make one of the forms unlike.",
                        "cited-as",
                    )
        root.finish()
    return Register(by_id, by_title, script, as_written)


def _instrument(table: TomlTable) -> Instrument:
    entry = Instrument(
        id=table.text("id"),
        title=table.text("title"),
        marked=table.boolean("marked", True),
        cited_as=table.texts("cited-as", ()),
        events=tuple(_event(event) for event in table.tables("event")),
        symbol=table.text("symbol", ""),
        remark=table.text("remark", ""),
        iri=table.text("iri", ""),
    )
    if entry.iri and not _IRI.fullmatch(entry.iri):
        raise table.error(
            f"“{entry.iri}” is no address in Akoma Ntoso, as /akn/un/act/1945-06-26/charter.", "iri"
        )
    table.finish()
    return entry


def _event(table: TomlTable) -> Event:
    event = Event(
        act=table.text("act"),
        date=table.date("date"),
        place=table.text("place", ""),
        subject=table.text("subject", ""),
    )
    table.finish()
    return event


def describe_event(event: Event, script: str = "zh-Hant") -> str:
    """Write one event: “2002年6月7日於聖彼得堡簽署”."""
    at = "于" if script.startswith("zh-Hans") else "於"
    date = chinese_date(event.date) if event.date else ""
    place = f"{at}{event.place}" if event.place else ""
    return f"{event.subject}{date}{place}{event.act}"


def describe(instrument: Instrument, script: str = "zh-Hant") -> str:
    """Write the note on an instrument: its full title, what happened to it, its symbol."""
    facts = [describe_event(event, script) for event in instrument.events]
    facts += [fact for fact in (instrument.symbol, instrument.remark) if fact]
    return "，".join([instrument.name, *facts]) + "。"
