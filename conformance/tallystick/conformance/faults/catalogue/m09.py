from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m09",
    clause="MAT-031",
    fault_class="order types",
    seen="engines whose order types share the code that rests a remainder",
    does="What is left of an IOC order rests.",
    changes=(
        Change(
            "walk.walk",
            "stop is None and taker.order_type in MAY_REST",
            "stop is None and taker.order_type is not OrderType.FOK",
        ),
    ),
)
