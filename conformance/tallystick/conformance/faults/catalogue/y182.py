from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y182",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="An escrow stays when it was paid.",
    changes=(
        Change(
            "escrows._paid_out",
            "del escrows[escrow.escrow]",
            "",
        ),
    ),
)
