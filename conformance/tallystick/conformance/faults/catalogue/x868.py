from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x868",
    clause="MGN-051",
    fault_class="mark",
    seen="ours",
    does="New orders on perpetual markets may trade by an old mark.",
    changes=(
        Change(
            "admission.new_order_violation",
            "market.kind is MarketKind.PERP and is_market_stale(without, order.market)",
            "False",
        ),
    ),
)
