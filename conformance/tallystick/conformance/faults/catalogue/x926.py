from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x926",
    clause="PRP-019",
    fault_class="funding rate",
    seen="ours",
    does="The best price is that of the first order, live or not, whatever it can deliver.",
    changes=(
        Change(
            "funding._best_price",
            "is_live(order.expires_at, state.now) and capacity > 0",
            "True",
        ),
    ),
)
