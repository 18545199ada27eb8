from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x965",
    clause="PRP-038",
    fault_class="precedence",
    seen="ours",
    does="A trade that would open a debt too many ends the walk of its taker.",
    changes=(
        Change(
            "walk._meet_makers",
            """
            if isinstance(traded, Reason):
                return traded
            """,
            """
            if isinstance(traded, Reason):
                return progress, RemovalCause.WORK_LIMIT
            """,
        ),
    ),
)
