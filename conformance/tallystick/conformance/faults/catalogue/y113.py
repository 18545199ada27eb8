from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y113",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="As much is bought as a loan costs, whatever is there already.",
    changes=(
        Change(
            "winding_loans._missing_bought",
            "max(0, cost_of_repaying(state, loan) - winding.balance(loan.asset))",
            "cost_of_repaying(state, loan)",
        ),
    ),
)
