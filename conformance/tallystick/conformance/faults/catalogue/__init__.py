"""One fault a file, each named by its id.

`m` (matching) and `a` (authority and input) are faults known from the field; `x` are further ones,
by chapter of the spec: `x1` numbers, `x2` state, `x3` commands, `x4` matching, `x5` spot; `x6`
capacities and restoring; `x7` the protocol.
"""
