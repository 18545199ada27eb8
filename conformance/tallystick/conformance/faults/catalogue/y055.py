from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y055",
    clause="LIQ-017",
    fault_class="forced orders",
    seen="ours",
    does="The cap of a forced order's fees is that of base, whatever it receives.",
    changes=(
        Change(
            "forced._fee",
            "received = BASE_ASSET if is_perp else received_asset(state, market, side)",
            "received = BASE_ASSET",
        ),
    ),
)
