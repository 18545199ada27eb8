"""Engines that are wrong on purpose: they show how strong the kit is.

**The catalogue.** Each file of `catalogue/` is one `Fault`: an id, the clause it breaks, its class,
where it was met, what the engine does, and the changes that make it. A change names a function of
the reference, a piece of its source and what stands there instead:

    Change("crossing.is_live", "now < expires_at", "now <= expires_at")

It is made on a *private copy*, never on the live reference (`private_copy.py`). Source text was
chosen over functions that replace others for two reasons. A reader sees the fault as he would see
it in a patch, against a line that he can look up. And a fault stays as small as it is: what is not
written in the change is the reference's own code, also when that is edited. The pieces are compared
as syntax trees (`change.py`), so that comments and layout do not matter, and must occur exactly
once: a change that no longer fits is an error, not an engine without a fault.

**What counts.** `strength.py` runs the vectors. A fault is killed by a vector that names its
clause, is answered otherwise than it says, and is passed by the reference. A crash or an endless
loop kills nothing; a fault that would never end has a step limit of its own. `waiting.toml` lists
known faults that cannot be shown yet.

**Behind a pipe.** Some faults are in what an engine reads and writes: their changes are of the
server of `protocol/`, and their engine runs as a process (`serving.py`). Probes of the protocol
(CNF-144) kill those, under the same conditions.

**Mutants.** `operators.py` makes every small change of the reference's source, meant by nobody;
`mutants.py` runs the vectors against all of them. Those that survive are explained one by one in
`survivors.toml`.

**Methods.** `methods.py`, `contracts.py` and `table.py` say which part of the kit sees which fault:
the table of `spec/rationale/strength.md`.
"""
