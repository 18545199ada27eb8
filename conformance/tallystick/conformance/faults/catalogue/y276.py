from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y276",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="What is missing is not less for what balances have paid.",
    changes=(
        Change(
            "bankruptcy._shared",
            "less = at_mark(so_far.state, asset, -sum(shares.values()))",
            "less = NOTHING",
        ),
    ),
)
