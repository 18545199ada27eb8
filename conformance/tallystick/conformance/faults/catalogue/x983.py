from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x983",
    clause="MGN-025",
    fault_class="open orders",
    seen="ours",
    does="A resting order is charged the fee of a taker.",
    changes=(
        Change(
            "exposure._orders_by_asset",
            "order.maker_fee_rate",
            "order.taker_fee_rate",
        ),
    ),
)
