from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y249",
    clause="LIQ-031",
    fault_class="what ends",
    seen="ours",
    does="Legs of the bankrupt stay.",
    changes=(
        Change(
            "closing_out.without_contracts",
            "state = with_market(state, _without_legs(market, target))",
            "pass",
        ),
    ),
)
