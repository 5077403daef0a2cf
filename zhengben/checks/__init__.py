"""Checks of finished files: each has a stable code, one sentence and a way to mend.

Checks read what was published, never how it was made: they import no writer. A family of checks is
a module with ``ROWS`` (its part of the table) and ``examine``; ``table`` knows all families.
"""
