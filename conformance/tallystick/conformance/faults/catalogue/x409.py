from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x409",
    clause="MAT-021",
    fault_class="work limit",
    seen="limits that count trades only",
    does="Removing an expired maker costs nothing.",
    changes=(
        Change(
            "walk._meet_makers",
            "_remove_maker(progress, maker, RemovalCause.EXPIRED)",
            """
            evolve(
                _remove_maker(progress, maker, RemovalCause.EXPIRED),
                touched_orders=progress.touched_orders,
            )
            """,
        ),
    ),
)
