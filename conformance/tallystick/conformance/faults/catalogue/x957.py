from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x957",
    clause="PRP-050",
    fault_class="settlement",
    seen="ours",
    does="Only the long of a leg can true it up.",
    changes=(
        Change(
            "settling.true_up",
            "leg = leg or newest_leg(market, long_account=other, short_account=one)",
            "",
        ),
    ),
)
