from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y230",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Only legs in which the target is long are netted with their sign.",
    changes=(
        Change(
            "counterparties.contracts_of",
            "sign * value_at(market, leg, mark_of(state, market.market))",
            "value_at(market, leg, mark_of(state, market.market))",
        ),
    ),
)
