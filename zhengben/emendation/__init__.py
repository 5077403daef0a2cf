"""Emendation: captured lines become the canonical text by named rules, with a ledger."""
