from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x338",
    clause="CMD-052",
    fault_class="form",
    seen="ours",
    does="The seller's fee is reported before the buyer's.",
    changes=(
        Change(
            "walk._trade",
            "(*progress.events, traded, *buyer_fee, *seller_fee)",
            "(*progress.events, traded, *seller_fee, *buyer_fee)",
        ),
    ),
)
