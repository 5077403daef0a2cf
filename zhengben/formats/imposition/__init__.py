"""Imposition: finished pages placed on sheets that are printed, folded and stitched."""
