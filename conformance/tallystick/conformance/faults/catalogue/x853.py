from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x853",
    clause="MGN-031",
    fault_class="precedence",
    seen="ours",
    does="That the account would be below zero is said before that a mark is old.",
    changes=(
        Change(
            "margin._violation",
            """
            if is_lower and any(part.asset in stale for part in parts):
                return Reason.VALUATION_STALE
            """,
            """
            if is_lower and is_negative:
                return Reason.INSUFFICIENT_MARGIN
            if is_lower and any(part.asset in stale for part in parts):
                return Reason.VALUATION_STALE
            """,
        ),
    ),
)
