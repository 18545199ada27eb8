from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x841",
    clause="LND-035",
    fault_class="return",
    seen="ours",
    does="Returning principal removes the lender's own bid.",
    changes=(
        Change(
            "engine_orders.offer_of_lender",
            "SelfTrade.CANCEL_TAKER",
            "SelfTrade.CANCEL_MAKER",
        ),
    ),
)
