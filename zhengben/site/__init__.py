"""Makes a site of published documents: pages, indexes, search, feeds and catalogues.

It reads what was published as it lies there, and files of a folder that somebody serves: no program
runs behind it.
"""
