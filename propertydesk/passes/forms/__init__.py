"""Input of passes and the gate."""
