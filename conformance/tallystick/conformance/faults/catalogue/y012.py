from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y012",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="The mark of an asset in which the target has a claim only may be stale.",
    changes=(
        Change(
            "soundness.is_valued_by_stale_mark",
            "any(claim.account == account for claim in loan.claims)",
            "False",
        ),
    ),
)
