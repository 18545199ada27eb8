from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x324",
    clause="CMD-026",
    fault_class="bounds",
    seen="ours",
    does="The base asset does not count towards max_assets.",
    changes=(
        Change(
            "operations.list_asset",
            "len(state.assets) >= state.parameters.max_assets",
            "len(state.assets) > state.parameters.max_assets",
        ),
    ),
)
