from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y299",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="A debtor who pays nothing is told to have paid 0.",
    changes=(
        Change(
            "bankruptcy._debtors_paid",
            "atoms > 0",
            "atoms >= 0",
        ),
    ),
)
