"""Across reports: which are copies of each other, which tell of the same happening, and where they differ."""
