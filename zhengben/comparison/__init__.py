"""Comparison: where two texts differ, character for character, and in what kind of way."""
