from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y265",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="Debtors pay from the last to the first.",
    changes=(
        Change(
            "bankruptcy._debtors_paid",
            "debts.items()",
            "sorted(debts.items(), reverse=True)",
        ),
    ),
)
