"""One fault a file, each named by its id.

`m` (matching), `a` (authority and input), `l` (lending) and `p` (perpetual futures) are faults
known from the field; `x` are further ones, by chapter of the spec: `x1` numbers, `x2` state, `x3`
commands, `x4` matching, `x5` spot; `x6` capacities and restoring; `x7` the protocol; `x8` lending;
`x9` perpetual futures.
"""
