from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x819",
    clause="LND-037",
    fault_class="identity",
    seen="ours",
    does="Ids of the engine's orders begin with 1.",
    changes=(
        Change(
            "interest.engine_order_id",
            "max(FIRST_ENGINE_ORDER_ID, last + 1)",
            "last + 1",
        ),
    ),
)
