"""One fault a file, each named by its id.

`m` (matching), `a` (authority and input), `l` (lending), `p` (perpetual futures), `r` (margin) and
`q` (liquidation) are faults known from the field. `x` are further ones, by chapter of the spec:
`x1` numbers, `x2` state, `x3` commands, `x4` matching, `x5` spot; `x6` capacities and restoring;
`x7` the protocol; `x8` lending; `x9` perpetual futures; margin in what `x8` and `x9` had left. `y`
are further ones of liquidation, in the order of chapter 09.
"""
