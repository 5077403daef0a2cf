"""The e-book: a Declaration becomes the bytes of an EPUB 3.3 file."""

from zhengben.epub.writer import Assets, write_epub

__all__ = ["Assets", "write_epub"]
