from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x803",
    clause="LND-003",
    fault_class="input",
    seen="ours",
    does="Flags of an order that is no offer are ignored.",
    changes=(
        Change(
            "admission.has_flags_of_offer",
            "is_offer(state, order.market, order.side) == names_flags",
            "names_flags or not is_offer(state, order.market, order.side)",
        ),
    ),
)
