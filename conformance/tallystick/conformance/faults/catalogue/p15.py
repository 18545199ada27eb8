from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p15",
    clause="PRP-019",
    fault_class="funding rate",
    seen="indices that take the last price for a missing side",
    does="A trade counts in the window also if there was no bid or no offer.",
    changes=(
        Change(
            "funding.with_sample",
            "market, (bid, offer) = state.markets[market_id], best",
            "market, bid, offer = state.markets[market_id], best[0] or best[1], best[1] or best[0]",
        ),
    ),
)
