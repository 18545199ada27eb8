from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x908",
    clause="PRP-012",
    fault_class="reduce-only",
    seen="ours",
    does="The flag of a reduce-only order on a spot market is ignored.",
    changes=(
        Change(
            "trading.reduces_nothing",
            "new.reduce_only and not is_perpetual(state, new.market)",
            "False",
        ),
    ),
)
