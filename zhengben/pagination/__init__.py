"""Pagination: boxes become pages; keeps, notes on the page of their call, running heads."""
