"""Intake: from a saved page or text to a document's folder in ``content/``.

Everything here guesses, and says what it guessed: the result is written into ``document.toml``,
where a person can mend it. Nothing of it runs when a document is published.
"""
