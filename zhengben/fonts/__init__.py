"""The faces of the press, and how they are made ready for print and for books."""
