from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x205",
    clause="STA-009",
    fault_class="identity",
    seen="ours",
    does="Markets are numbered within their kind.",
    changes=(
        Change(
            "operations.list_market",
            "len(state.markets) + 1",
            "sum(market.kind is command.kind for market in state.markets.values()) + 1",
        ),
    ),
)
