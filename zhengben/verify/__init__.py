"""Verifies a deposit anywhere: bag, hashes, text, ledger, every edition, and a rebuild.

Nothing here is shared with what makes deposits, and nothing is unpacked before its path and size
were found to be safe.
"""
