from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x907",
    clause="PRP-011",
    fault_class="mark",
    seen="ours",
    does="The mark of an asset without a perpetual market is not bounded.",
    changes=(
        Change(
            "operations.set_mark",
            "has_perpetuals(state) and command.mark > highest_mark(state)",
            """
            has_perpetuals(state) and command.mark > highest_mark(state) and any(
                market.asset == command.asset for market in state.markets.values()
            )
            """,
        ),
    ),
)
