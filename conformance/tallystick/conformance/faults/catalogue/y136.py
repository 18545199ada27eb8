from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y136",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="Progress is judged against the value when the command began.",
    changes=(
        Change(
            "liquidation._is_progress",
            "valuation, rolled = valuation_of(after, target), done.rolled",
            "valuation, rolled = valuation_of(after, target), valuation_of(before, target)",
        ),
    ),
)
