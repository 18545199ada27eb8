from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x875",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="The time from which risk values are announced has no range.",
    changes=(
        Change(
            "ranges._risk_fields",
            """
            if command.effective_at is not None:
                yield command.effective_at, TIME
            """,
            "",
        ),
    ),
)
