from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x813",
    clause="LND-024",
    fault_class="loan terms",
    seen="ours",
    does="A loan is overdue at its due time.",
    changes=(
        Change(
            "interest.is_overdue",
            "at > due",
            "at >= due",
        ),
    ),
)
