"""Files read strictly and put in place whole."""
