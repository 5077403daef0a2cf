"""Typesetting: the parts of a text become boxes of composed lines, on no page yet."""
