"""The e-book: a Declaration becomes the bytes of an EPUB 3.3 file."""

from zhengben.formats.epub.writer import Assets, write_epub

__all__ = ["Assets", "write_epub"]
