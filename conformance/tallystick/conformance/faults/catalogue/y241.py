from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y241",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Fees in claims are no claims of the treasury.",
    changes=(
        Change(
            "counterparties._of_loan",
            "found.append((TREASURY, -claim.fee_atoms * INTEREST_UNITS))",
            "None",
        ),
    ),
)
