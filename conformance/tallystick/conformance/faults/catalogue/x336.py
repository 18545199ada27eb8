from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x336",
    clause="CMD-050",
    fault_class="form",
    seen="cancel reports that state what is left, which is nothing",
    does="A removal states 0 lots.",
    changes=(
        Change(
            "walk.removal",
            "order.open_lots",
            "Lots(0)",
        ),
    ),
)
