from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q10",
    clause="LIQ-033",
    fault_class="shares",
    seen="queues of creditors",
    does="Creditors are paid one after another, the first in full.",
    changes=(
        Change(
            "sharing.in_proportion",
            "shares = tuple(Atoms(atoms + (index in lucky)) for index, atoms in enumerate(whole))",
            """
            shares, rest = (), shared
            for claim in claims:
                shares, rest = (*shares, Atoms(min(claim, rest))), max(0, rest - claim)
            """,
        ),
    ),
)
