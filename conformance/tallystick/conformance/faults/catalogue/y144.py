from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y144",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="For who is above zero and overdue everything counts that counts below zero.",
    changes=(
        Change(
            "liquidation._is_progress",
            """
            if not is_negative:
                sizes = {which: sizes[which] for which in _overdue(before, target)}
            """,
            "",
        ),
    ),
)
