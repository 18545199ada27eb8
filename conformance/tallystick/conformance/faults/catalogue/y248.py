from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y248",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Who claims less than an atom is a creditor of none.",
    changes=(
        Change(
            "net_worth.standing_of",
            "claim > 0",
            "value.numerator < 0",
        ),
    ),
)
