"""The nouns of the press: a declaration, its lines, its apparatus, and the tree of errors."""
