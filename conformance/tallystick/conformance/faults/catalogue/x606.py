from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x606",
    clause="CMD-045",
    fault_class="capacity",
    seen="logs of a fixed size that are cut without a word",
    does="A batch tells no more than the first four of its events.",
    changes=(
        Change(
            "engine._step_batch",
            """
            return state, Accepted(events, Count(touched))
            """,
            """
            return state, Accepted(events[:4], Count(touched))
            """,
        ),
    ),
)
