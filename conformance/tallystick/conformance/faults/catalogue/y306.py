from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y306",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="The id of an escrow may be 0.",
    changes=(
        Change(
            "ranges",
            "ESCROW: Range = (1, 2**61 - 1)",
            "ESCROW: Range = (0, 2**61 - 1)",
        ),
    ),
)
