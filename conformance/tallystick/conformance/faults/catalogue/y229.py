from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y229",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Legs are netted at their cost, without funding.",
    changes=(
        Change(
            "counterparties.contracts_of",
            "sign * value_at(market, leg, mark_of(state, market.market))",
            "sign * (leg.lots * mark_of(state, market.market) - leg.cost)",
        ),
    ),
)
