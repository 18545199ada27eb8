from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q07",
    clause="LIQ-051",
    fault_class="shares",
    seen="payments in proportion that are rounded down one by one",
    does="Shares of an estate are rounded down, and atoms are left over.",
    changes=(
        Change(
            "sharing.in_proportion",
            "lucky = by_rest[:left]",
            "lucky = by_rest[:0]",
        ),
    ),
)
