from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x952",
    clause="PRP-041",
    fault_class="expiry",
    seen="ours",
    does="A debt can be collected at the time at which it is due.",
    changes=(
        Change(
            "perpetual.is_debt_overdue",
            "overdue = at > due",
            "overdue = at >= due",
        ),
    ),
)
