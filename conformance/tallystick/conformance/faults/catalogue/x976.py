from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x976",
    clause="MGN-013",
    fault_class="risk values",
    seen="ours",
    does="Announced values come into force before the ticks.",
    changes=(
        Change(
            "operations.advance_time",
            """
            ticked = make_ticks(advanced, state.now)
            return _with_announced(ticked) if has_margin(state) else ticked
            """,
            """
            changed = _with_announced(advanced) if has_margin(state) else advanced
            return make_ticks(changed, state.now)
            """,
        ),
    ),
)
