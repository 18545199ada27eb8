from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x989",
    clause="MGN-032",
    fault_class="checks",
    seen="ours",
    does="Every command of an account states its value.",
    changes=(
        Change(
            "engine.step",
            "check_of(state, command) if has_margin(state) else None",
            """
            (
                (check_of(state, command) or Check((), lends=False, gives=False))
                if has_margin(state)
                else None
            )
            """,
        ),
    ),
)
