"""What the press says beside the text: names of places, quoted clauses, the colophon."""
