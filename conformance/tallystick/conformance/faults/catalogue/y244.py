from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y244",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Amounts of different assets are added as atoms.",
    changes=(
        Change(
            "counterparties.at_mark",
            "return Ratio(amount * mark, state.assets[asset].lot_atoms * units)",
            "return Ratio(amount, units)",
        ),
    ),
)
