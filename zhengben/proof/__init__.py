"""The proof of fidelity: reads finished files with its own eyes and compares them with the text.

Nothing here is shared with what makes the files, and nothing that reads a file is shown the text
it should find. ``fidelity.prove`` is the way in.
"""
