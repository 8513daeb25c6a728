"""Calls as work: who is to be called back, how often it was tried, and what was answered."""
