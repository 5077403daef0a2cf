"""The proof of fidelity: what finished files say, read back without any of the makers' code."""
