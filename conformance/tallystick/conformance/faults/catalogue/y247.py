from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y247",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="What debtors owe is rounded down.",
    changes=(
        Change(
            "sharing.debt_of",
            "ceil_div(numerator, denominator)",
            "floor_div(numerator, denominator)",
        ),
    ),
)
