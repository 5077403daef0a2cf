"""Measurements of the press: against a plain script, and by length, script and kind of input.

Figures are processor seconds, of whole processes where not said otherwise. Nothing here is a test.
"""
