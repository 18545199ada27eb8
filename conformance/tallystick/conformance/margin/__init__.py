"""Valuations of chapter 08 to look at, and to add up again."""
