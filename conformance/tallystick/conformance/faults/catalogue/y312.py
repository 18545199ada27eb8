from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y312",
    clause="STA-025",
    fault_class="state",
    seen="ours",
    does="A venue that is restored counts its escrows from 1 again.",
    changes=(
        Change(
            "restoring.restore",
            "dump.last_escrow or EscrowId(0)",
            "EscrowId(0)",
        ),
    ),
)
