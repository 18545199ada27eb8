from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y268",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="What debtors still owe is no part of the estate.",
    changes=(
        Change(
            "net_worth.estate_of",
            "Ratio(sum(owing.values()), 1)",
            "Ratio(0, 1)",
        ),
    ),
)
