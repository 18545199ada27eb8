from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m04",
    clause="MAT-011",
    fault_class="priority",
    seen="order books that remove and add a partly filled order again",
    does="A partly traded order goes to the tail of its price.",
    changes=(
        Change(
            "walk._after_trade",
            "state = update_or_leave(state, maker)",
            """
            state = leave(state, maker)
            if maker.open_lots > 0:
                state = join(state, maker)
            """,
        ),
    ),
)
