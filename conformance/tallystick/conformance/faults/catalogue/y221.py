from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y221",
    clause="LIQ-016",
    fault_class="bankruptcy",
    seen="ours",
    does="Net worth leaves out what debtors owe.",
    changes=(
        Change(
            "net_worth.net_worth_of",
            "estate_of(state, account, standing.owing)",
            "estate_of(state, account, {})",
        ),
    ),
)
