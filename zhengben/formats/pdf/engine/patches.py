"""The table of patches: each place inside WeasyPrint that is made to do otherwise.

A row is only put in place where its probe finds what it was written for. Probes look at names and
parameters and run nothing; all of them take a fraction of a millisecond.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from zhengben.document.errors import SetupError
from zhengben.formats.pdf.engine import lookups

# the one version of each that the rows are written for; pyproject.toml pins the same
VERSIONS = {"weasyprint": "70.0", "pydyf": "0.13.0"}
_ANEW = (
    f"Type `{sys.executable} -m pip install --force-reinstall --no-deps "
    f"{' '.join(f'{name}=={wanted}' for name, wanted in VERSIONS.items())}`."
)


class Patch(Struct, frozen=True):
    """A row: what is replaced, by its dotted paths, why, for which version, and how.

    ``alters`` says whether files are other ones with it; if not, it saves time or trouble. ``fits``
    is the probe: it says, before anything is replaced, whether all is as the patch expects;
    AttributeError says no too. ``install`` puts it in place once and for all; without it the
    replacement is a subclass, or an attribute of one document, or made while all is imported.
    """

    name: str
    replaces: tuple[str, ...]
    why: str
    alters: bool
    fits: Callable[[], bool]
    install: Callable[[], None] | None = None
    version: str = f"WeasyPrint {VERSIONS['weasyprint']}"


def check_versions() -> None:
    """Raise SetupError unless what is imported are the versions the rows are written for."""
    for name, wanted in VERSIONS.items():
        found = getattr(sys.modules.get(name), "__version__", "none")
        if found != wanted:
            raise SetupError(wrong_version(name, found))


def damaged(error: Exception) -> str:
    """Return the sentence that says that the right version cannot be imported."""
    return f"WeasyPrint {VERSIONS['weasyprint']} cannot be imported ({error}). {_ANEW}"


def wrong_version(name: str, found: str) -> str:
    """Return the sentence that says which version is wanted, and how to get it."""
    return (
        f"The press is made for {name} {VERSIONS[name]} and found {found}: start it by build.py, "
        f"which keeps its own, or type `{sys.executable} -m pip install {name}=={VERSIONS[name]}`."
    )


def install() -> None:
    """Put every patch in place; raise SetupError, and change nothing, where one does not fit."""
    for patch in PATCHES:
        if not _fits(patch):
            raise SetupError(
                f"The press cannot change {', '.join(patch.replaces)}: this {patch.version} is not "
                f"as it was published, or another program has changed it. {_ANEW}"
            )
    for patch in PATCHES:
        if patch.install:
            patch.install()


def _fits(patch: Patch) -> bool:
    try:
        return patch.fits()
    except AttributeError:
        return False


def _at(path: str) -> Any:
    """Return what stands at a dotted path."""
    name, *attributes = path.split(".")
    found: Any = sys.modules.get(name) or importlib.import_module(name)
    for attribute in attributes:
        found = getattr(found, attribute)
    return found


def _takes(path: str, *parameters: str) -> bool:
    """Say whether a function has these parameters."""
    code = _at(path).__code__
    return bool(code.co_varnames[: code.co_argcount] == parameters)


def _uses(path: str, *names: str) -> bool:
    """Say whether a function looks up these names, globals or attributes."""
    return set(names) <= set(_at(path).__code__.co_names)


def _are_one(*paths: str) -> bool:
    """Say whether several paths lead to one thing."""
    first, *others = map(_at, paths)
    return all(other is first for other in others)


_W = "weasyprint"
# what a value of a style follows from
_STYLING = (
    "parent_style", "cascaded", "INHERITED", "INITIAL_VALUES", "INITIAL_NOT_COMPUTED",
    "PHYSICAL_FUNCTIONS", "COMPUTER_FUNCTIONS", "check_math",
)  # fmt: skip


def _tag_by_elements() -> None:
    from zhengben.formats.pdf.engine.tagging import add_tags

    _at("weasyprint.pdf").add_tags = add_tags


def _close_profiles() -> None:
    module = _at("weasyprint.pdf")
    profile = module.ColorProfile

    def read_and_close(file: Any, *others: Any) -> Any:
        with file:
            return profile(file, *others)

    module.ColorProfile = read_and_close


def _share_styles() -> None:
    from zhengben.formats.pdf.engine.page_styles import (
        remembering_lengths,
        sharing_styles,
        taking_unset,
    )

    page, block = _at("weasyprint.layout.page"), _at("weasyprint.layout.block")
    style = _at("weasyprint.css.ComputedStyle")
    page.set_page_type_computed_styles = sharing_styles(page.set_page_type_computed_styles)
    page.resolve_percentages = remembering_lengths(page.resolve_percentages)
    block.resolve_percentages = remembering_lengths(block.resolve_percentages)
    style.__missing__ = taking_unset(style.__missing__)


def _compress_once() -> None:
    from zhengben.formats.pdf.engine.finisher import stream_data

    _at("pydyf.Stream").data = property(stream_data)


PATCHES = (
    Patch(
        "structure tree",
        (f"{_W}.pdf.add_tags",),
        "The engine's tree has an element for each box, not one for each element that means "
        "something.",
        True,
        lambda: _are_one(f"{_W}.pdf.add_tags", f"{_W}.pdf.tags.add_tags")
        and _takes(f"{_W}.pdf.add_tags", "pdf", "document", "pdf_version", "page_streams")
        and _uses(f"{_W}.pdf.generate_pdf", "add_tags"),
        _tag_by_elements,
    ),
    Patch(
        "marks of blocks",
        (f"{_W}.pdf.stream.Stream._tags",),
        "The engine marks a block of lines as one figure; what means something in it is marked "
        "content of its own.",
        True,
        lambda: _uses(f"{_W}.draw.draw_block_level", "marked", "draw_replacedbox")
        and _uses(f"{_W}.draw.draw_replacedbox", "replacement", "draw")
        and _uses(f"{_W}.pdf.stream.Stream.marked.__wrapped__", "_tags"),
    ),
    Patch(
        "faces",
        (f"{_W}.document.Document.fonts",),
        "A face that both the engine and a block show would be embedded twice.",
        True,
        lambda: _uses(f"{_W}.pdf.stream.Stream.add_font", "_fonts")
        and _takes(
            f"{_W}.pdf.build_fonts_dictionary", *("pdf", "fonts", "compress", "subset", "options")
        )
        and _uses(
            f"{_W}.pdf.build_fonts_dictionary",
            *("values", "hash", "clean", "file_content", "widths", "to_unicode"),
        ),
    ),
    Patch(
        "metadata",
        (f"{_W}.pdf.metadata.DocumentMetadata.generate_rdf_metadata",),
        "All that a catalogue asks stands in one rdf:RDF; the engine would add a second one, which "
        "validators pass over.",
        True,
        lambda: _takes(
            f"{_W}.pdf.metadata.DocumentMetadata.generate_rdf_metadata",
            *("self", "variant", "version", "conformance"),
        ),
    ),
    Patch(
        "well-formed pages",
        (f"{_W}.HTML.__init__", f"{_W}.HTML._ua_stylesheets"),
        "Templates write XML, which a parser in C reads, and no rule of the engine's own sheet "
        "holds.",
        True,
        lambda: _takes(f"{_W}.HTML._ua_stylesheets", "self", "forms")
        and _uses(
            f"{_W}.HTML.__init__",
            *("etree_element", "wrapper_element", "base_url", "url_fetcher", "media_type"),
        ),
    ),
    Patch(
        "finished objects",
        ("pydyf.Object.data", "pydyf.Object.compressible"),
        "Each object is worked out and compressed once to be written and once more for the "
        "identifier of the file.",
        False,
        lambda: _uses("pydyf.PDF.write", "objects", "data", "compressible", "indirect")
        and isinstance(_at("pydyf.Object.data"), property)
        and isinstance(_at("pydyf.Object.compressible"), property),
        version=f"pydyf {VERSIONS['pydyf']}",
    ),
    Patch(
        "compressed streams",
        ("pydyf.Stream.data",),
        "Streams are compressed to the utmost, which takes twice as long for half a hundredth of "
        "their size, and streams of objects twice.",
        True,
        lambda: isinstance(_at("pydyf.Stream.data"), property)
        and _uses(
            "pydyf.Stream.data.fget",
            *("stream", "extra", "copy", "compress", "zlib", "compressobj", "data"),
        )
        and _uses("pydyf.PDF.write", "Stream"),
        _compress_once,
        version=f"pydyf {VERSIONS['pydyf']}",
    ),
    Patch(
        "colour profile",
        (f"{_W}.pdf.ColorProfile",),
        "The engine leaves the file of the profile open.",
        False,
        lambda: _takes(
            f"{_W}.pdf.ColorProfile.__init__",
            *("self", "file_object", "src", "rendering_intent", "components"),
        ),
        _close_profiles,
    ),
    Patch(
        "names of libraries",
        ("ctypes.util.find_library",),
        "While it is imported, the engine tries the names of every platform, and for each wrong "
        "one a compiler and a linker are started.",
        False,
        lambda: _takes("ctypes.util.find_library", "name"),
    ),
    Patch(
        "unread sheets",
        ("tinycss2.parse_stylesheet",),
        "While it is imported, the engine parses its sheets for HTML, of which no rule holds on "
        "made-up pages.",
        False,
        lambda: _uses(f"{_W}.CSS.__init__", "tinycss2", "parse_stylesheet")
        and isinstance(_at(f"{_W}.html.UA"), str)
        and _takes(f"{_W}.HTML._ua_counter_style", "self"),
    ),
    Patch(
        "styles of pages",
        (
            f"{_W}.layout.page.set_page_type_computed_styles",
            f"{_W}.layout.page.resolve_percentages",
            f"{_W}.layout.block.resolve_percentages",
            f"{_W}.css.ComputedStyle.__missing__",
        ),
        "For each page and its sixteen margins, and for each box, the engine works out anew what "
        "is the same for all of one style; and a style takes what no rule sets for what one may.",
        False,
        lambda: _takes(
            f"{_W}.layout.page.set_page_type_computed_styles", "page_type", "html", "style_for"
        )
        and _uses(f"{_W}.layout.page.remake_page", "set_page_type_computed_styles")
        and _takes(f"{_W}.layout.percent.resolve_percentages", "box", "containing_block")
        and _are_one(
            *(f"{_W}.layout.{name}.resolve_percentages" for name in ("percent", "page", "block"))
        )
        and _takes(f"{_W}.css.ComputedStyle.__missing__", "self", "key")
        and _uses(f"{_W}.css.ComputedStyle.__missing__", *_STYLING),
        _share_styles,
    ),
    Patch(
        "declarations of libraries",
        ("cffi.FFI",),
        "Each time it is imported, the engine has a parser of C written in Python read what it "
        "declares of Pango.",
        False,
        lambda: callable(_at(f"{_W}.text.ffi.ffi.new")) and hasattr(_at(f"{_W}.text.ffi"), "pango"),
    ),
    Patch(
        "deferred imports",
        lookups.DEFERRED,
        "Font tools, an HTML parser and readers of pictures are imported that are only needed for "
        "fonts, pages and pictures unlike ours.",
        False,
        lambda: all(
            hasattr(_at(module), name)
            for module, names in {
                f"{_W}.pdf.fonts": "subset instantiateVariableFont TTFont TTLibError ttFont",
                f"{_W}.text.fonts": "TTFont woff2",
                f"{_W}.images": "EpsImagePlugin Image ImageFile ImageOps",
                f"{_W}.css": "ImageCmsProfile",
                _W: "tinyhtml5",
            }.items()
            for name in names.split()
        ),
    ),
)  # fmt: skip
