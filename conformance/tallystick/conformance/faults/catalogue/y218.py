from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y218",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="An account whose net worth is exactly 0 is bankrupt.",
    changes=(
        Change(
            "bankruptcy.is_bankrupt",
            "net_worth_of(state, target) < 0",
            "net_worth_of(state, target) <= 0",
        ),
    ),
)
