from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x333",
    clause="CMD-045",
    fault_class="work limit",
    seen="ours",
    does="A batch reports the touches of its last command only.",
    changes=(
        Change(
            "engine._step_batch",
            "return _finished(before, batch, so_far, check)",
            """
            from attrs import evolve

            last = evolve(so_far, touched_orders=verdict.touched_orders)
            return _finished(before, batch, last, check)
            """,
        ),
    ),
)
