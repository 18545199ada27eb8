"""Whole trades, told from the books of a venue: what they earn, what they cost, when they end."""
