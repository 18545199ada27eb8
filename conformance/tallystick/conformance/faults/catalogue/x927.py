from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x927",
    clause="PRP-019",
    fault_class="work limit",
    seen="ours",
    does="The best price is looked for along the whole side.",
    changes=(
        Change(
            "funding._best_price",
            "places_of(market, side)[: state.parameters.max_touches]",
            "places_of(market, side)",
        ),
    ),
)
