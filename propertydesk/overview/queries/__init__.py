"""Reading across all domains."""
