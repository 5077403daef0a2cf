"""The Word file: a Declaration becomes the bytes of a DOCX (ISO/IEC 29500) that editors work in."""

from zhengben.formats.docx.writer import write_docx

__all__ = ["write_docx"]
