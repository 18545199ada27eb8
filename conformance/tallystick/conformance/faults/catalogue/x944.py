from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x944",
    clause="PRP-037",
    fault_class="settlement",
    seen="ours",
    does="Overdue debts that become one are due when the latest of them was.",
    changes=(
        Change(
            "debts._with_overdue_joined",
            "overdue[0].due",
            "overdue[-1].due",
        ),
    ),
)
