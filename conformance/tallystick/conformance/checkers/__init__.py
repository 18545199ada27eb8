"""What checks an engine without being one: each knows events or dumps, and no rule of matching."""
