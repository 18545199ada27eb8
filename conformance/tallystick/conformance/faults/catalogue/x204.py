from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x204",
    clause="STA-007",
    fault_class="identity",
    seen="ours",
    does="Listing assets does not count the base asset: the first one takes its place.",
    changes=(
        Change(
            "operations.list_asset",
            "len(state.assets) + 1",
            "len(state.assets)",
        ),
    ),
)
