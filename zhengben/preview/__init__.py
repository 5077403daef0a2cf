"""Shows what is made of documents while they are edited: on this machine, in a browser, unwritten.

Nothing is published and nothing of the content is changed; what is made stays in memory.
"""
