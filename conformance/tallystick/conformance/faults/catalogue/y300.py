from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y300",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="Losses are told before what creditors get.",
    changes=(
        Change(
            "bankruptcy._shared",
            "return evolve(so_far, events=(*so_far.events, *losses))",
            """
            known = len(close_out.applied.events)
            return evolve(
                so_far, events=(*so_far.events[:known], *losses, *so_far.events[known:])
            )
            """,
        ),
    ),
)
