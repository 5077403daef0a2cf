"""A folder of ``content/`` read into a Declaration: structure, register, references."""
