from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y045",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="A forced order pays the fee rates of the spot market.",
    changes=(
        Change(
            "forced._fee",
            "return FeeRate(0), state.assets[received].fee_cap_atoms",
            "return state.parameters.spot_taker_fee_rate, state.assets[received].fee_cap_atoms",
        ),
    ),
)
