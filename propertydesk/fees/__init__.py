"""Fees: what is owed. Charge items, prices, billing runs, receivables and what changes them."""
