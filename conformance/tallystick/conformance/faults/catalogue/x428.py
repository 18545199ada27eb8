from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x428",
    clause="MAT-011",
    fault_class="priority",
    seen="ours",
    does="A decremented maker goes to the tail of its price.",
    changes=(
        Change(
            "walk._decrement",
            "update_or_leave(progress.state, _less(maker, lots))",
            """
            join(
                leave(progress.state, maker), _less(maker, lots)
            ) if maker.open_lots > lots else leave(progress.state, maker)
            """,
        ),
    ),
)
