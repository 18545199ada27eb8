from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x913",
    clause="PRP-014",
    fault_class="fees",
    seen="ours",
    does="The cap of an order on a perpetual market is that of the market's asset.",
    changes=(
        Change(
            "trading",
            "cap = state.assets[BASE_ASSET].fee_cap_atoms",
            "cap = state.assets[state.markets[new.market].asset].fee_cap_atoms",
        ),
    ),
)
