"""Writes the web page of a document, which needs no other file and asks nobody for one."""

from zhengben.formats.web.writer import write_web

__all__ = ["write_web"]
