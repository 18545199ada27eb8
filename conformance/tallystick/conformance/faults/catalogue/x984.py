from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x984",
    clause="MGN-025",
    fault_class="open orders",
    seen="ours",
    does="The term of a spot buy is without its fee.",
    changes=(
        Change(
            "stress.spot_buy_term",
            "fee = ceil_div(lot_atoms * rate, FEE_RATE_UNITS)",
            "fee = 0",
        ),
    ),
)
