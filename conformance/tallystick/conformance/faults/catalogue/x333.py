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
            "return _accepted(batch, so_far)",
            """
            from attrs import evolve

            return _accepted(batch, evolve(so_far, touched_orders=verdict.touched_orders))
            """,
        ),
    ),
)
