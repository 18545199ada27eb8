from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y092",
    clause="LIQ-014",
    fault_class="cancel",
    seen="ours",
    does="Orders on lending markets stay.",
    changes=(
        Change(
            "liquidation.orders_removed",
            "cancelled = cancel_all(state, CancelAll(OPERATOR, target))",
            """
            cancelled = Applied(state, ())
            for market in state.markets.values():
                if market.kind is not MarketKind.LEND:
                    every = CancelAll(OPERATOR, target, market.market)
                    cancelled = followed_by(cancelled, cancel_all(cancelled.state, every))
            """,
        ),
    ),
)
