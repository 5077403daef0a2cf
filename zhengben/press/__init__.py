"""One run of the press: what is wanted, what stands, what is made, proved, moved into place."""
