"""Pictures and formulas: what a file of a stranger shows, and how a formula is drawn.

Pictures are read with no trust. What is drawn is a stream of points, or outlines, with a SHA-256
by which the proof knows it again. Of a text without any, nothing here is loaded that takes time.
"""
