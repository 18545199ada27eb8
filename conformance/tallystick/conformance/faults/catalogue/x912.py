from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x912",
    clause="PRP-014",
    fault_class="fees",
    seen="ours",
    does="An order on a perpetual market has the rates of spot markets.",
    changes=(
        Change(
            "trading",
            "perpetual_parameters(state).perp_maker_fee_rate",
            "state.parameters.spot_maker_fee_rate",
        ),
        Change(
            "trading",
            "perpetual_parameters(state).perp_taker_fee_rate",
            "state.parameters.spot_taker_fee_rate",
        ),
    ),
)
