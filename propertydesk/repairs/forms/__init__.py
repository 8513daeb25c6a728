"""Input of repairs."""
