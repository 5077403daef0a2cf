"""Akoma Ntoso 3.0: the document as legal informatics exchanges it, one XML file a script."""

from zhengben.formats.akoma_ntoso.writer import write_akn

__all__ = ["write_akn"]
