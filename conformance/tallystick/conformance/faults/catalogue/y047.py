from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y047",
    clause="LIQ-015",
    fault_class="forced orders",
    seen="ours",
    does="The price of a forced order is rounded to the tick.",
    changes=(
        Change(
            "forced._price",
            "return edge_price(side, mark, band_of_asset(state, asset), highest_mark(state))",
            """
            edge = edge_price(side, mark, band_of_asset(state, asset), highest_mark(state))
            tick = max(each.tick for each in state.markets.values() if each.asset == asset)
            return -(-edge // tick) * tick
            """,
        ),
    ),
)
