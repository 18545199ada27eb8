from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x869",
    clause="MGN-051",
    fault_class="mark",
    seen="ours",
    does="No order of any market is accepted by an old mark.",
    changes=(
        Change(
            "admission.new_order_violation",
            "market.kind is MarketKind.PERP and is_market_stale(without, order.market)",
            "is_market_stale(without, order.market)",
        ),
    ),
)
