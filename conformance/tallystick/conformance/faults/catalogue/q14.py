from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q14",
    clause="LIQ-020",
    fault_class="progress",
    seen="rules by which no single step may make an account worse",
    does="A hedged account cannot be closed: without one side of the hedge it is worth less.",
    changes=(
        Change(
            "liquidation._stepped",
            "closed = _closed(winding)",
            """
            closed = _closed(winding)
            if not isinstance(closed, Reason):
                left = valuation_of(closed.state, closed.target)
                if left.maintenance_atoms < rolled.maintenance_atoms:
                    return Reason.NO_PROGRESS
            """,
        ),
    ),
)
