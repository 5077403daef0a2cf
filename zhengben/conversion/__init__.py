"""One text in four scripts: a Declaration becomes a Declaration in another script, with a ledger.

Characters are converted by the character-level configurations of OpenCC, in the Python edition
``opencc-python-reimplemented``; what those get wrong is cured by reviewed tables, and every
character that changed, or that had a choice, stands in the ledger with the rule that decided.
Lengths never change, so that every offset and anchor holds in every script.
"""
