"""Print editions: WeasyPrint places composed lines, and the tags say what is text and what not."""
