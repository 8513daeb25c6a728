"""Plumbing that every domain stands on; knows no word of the trade."""
