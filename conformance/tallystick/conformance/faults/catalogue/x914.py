from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x914",
    clause="PRP-016",
    fault_class="funding",
    seen="ours",
    does="A halted market does not tick.",
    changes=(
        Change(
            "funding.make_ticks",
            "not is_perpetual(state, market_id)",
            "not is_perpetual(state, market_id) or state.markets[market_id].halted",
        ),
    ),
)
