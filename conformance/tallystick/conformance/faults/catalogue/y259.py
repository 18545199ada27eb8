from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y259",
    clause="LIQ-031",
    fault_class="claims left",
    seen="ours",
    does="What is left of claims is rounded down.",
    changes=(
        Change(
            "closing_out._claim_left",
            "debt_of(*at_mark(state, loan.asset, atoms))",
            """
            at_mark(state, loan.asset, atoms).numerator // at_mark(
                state, loan.asset, atoms
            ).denominator
            """,
        ),
    ),
)
