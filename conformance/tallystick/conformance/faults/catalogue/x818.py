from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x818",
    clause="LND-036",
    fault_class="return",
    seen="ours",
    does="Returning principal rests beyond every cap of orders.",
    changes=(
        Change(
            "engine_orders.return_principal",
            "capacity_violation(before, state, offer) is not None",
            "False",
        ),
    ),
)
