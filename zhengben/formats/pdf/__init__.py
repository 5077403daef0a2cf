"""Print editions: composed lines draw themselves, and the tags say what is text and what not."""
