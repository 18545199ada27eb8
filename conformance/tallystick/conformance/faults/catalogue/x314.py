from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x314",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="A replace of an unknown order into an unknown market is told the order.",
    changes=(
        Change(
            "trading.replace_order",
            """
            if command.order.market not in state.markets:
                return Reason.UNKNOWN_MARKET
            """,
            "",
        ),
        Change(
            "trading.replace_order",
            "without = leave(state, former)",
            """
            if command.order.market not in state.markets:
                return Reason.UNKNOWN_MARKET
            without = leave(state, former)
            """,
        ),
    ),
)
