from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y260",
    clause="LIQ-031",
    fault_class="claims left",
    seen="ours",
    does="What is left of claims is owed in atoms of the loan's asset, taken for base.",
    changes=(
        Change(
            "closing_out._claim_left",
            "debt_of(*at_mark(state, loan.asset, atoms))",
            "atoms",
        ),
    ),
)
