"""The e-book: a Declaration becomes the bytes of an EPUB 3.3 file."""

from zhengben.formats.epub.writer import write_epub

__all__ = ["write_epub"]
