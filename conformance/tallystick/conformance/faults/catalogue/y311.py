from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y311",
    clause="STA-025",
    fault_class="state",
    seen="ours",
    does="A venue that is restored has forgotten its escrows.",
    changes=(
        Change(
            "restoring.restore",
            "{each.escrow: Escrow(**_fields(each)) for each in dump.escrows or ()}",
            "{}",
        ),
    ),
)
