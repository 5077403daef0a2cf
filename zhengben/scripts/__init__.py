"""The scripts of Chinese: their tags, what the dictionaries know of them, folding for matching."""
