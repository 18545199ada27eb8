"""Vocabulary shared by every engine: units, parameters, commands, events, reasons, outcomes, dumps.

These are plain immutable values without behaviour. They are the only part of the reference that
another engine may import.
"""
