"""The kernel: typed, ints-only modules that run interpreted, and compiled as a copy.

Only a docstring belongs here: the compiled copy has an `__init__` of its own.
"""
