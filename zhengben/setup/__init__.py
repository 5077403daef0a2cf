"""The private environment: made at the first start, entered at every other."""
