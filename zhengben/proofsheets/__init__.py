"""Proof sheets: pictures of every page of an edition on one sheet, and what moved since a build.

They are for the eye: what a page looks like, and where two builds differ, is seen at a glance.
"""
