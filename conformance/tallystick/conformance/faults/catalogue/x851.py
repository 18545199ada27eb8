from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x851",
    clause="MGN-051",
    fault_class="mark",
    seen="ours",
    does="Orders that re-enter may trade by an old mark.",
    changes=(
        Change(
            "admission.amend_violation",
            "re_enters and is_perp and is_market_stale(before, former.market)",
            "False",
        ),
    ),
)
