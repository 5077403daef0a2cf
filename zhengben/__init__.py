"""Zhengben 正本 makes PDF and EPUB editions of official Chinese texts."""

__version__ = "0.1.0"
