"""What is done from the overview."""
