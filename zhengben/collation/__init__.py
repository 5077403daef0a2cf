"""Collation: two texts side by side, on paper and on the web."""
