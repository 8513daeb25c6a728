"""Benchmarks: the product against the least work with the same result, as ratios."""
