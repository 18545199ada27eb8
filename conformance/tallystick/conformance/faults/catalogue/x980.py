from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x980",
    clause="MGN-023",
    fault_class="stress",
    seen="ours",
    does="Spot and perpetual futures pay slippage to the same side.",
    changes=(
        Change(
            "valuation.piece_numerators",
            "found.extend(of_spot + of_perp for of_perp in perp)",
            "found.append(of_spot + perp[[each[1] for each in factors].index(v)])",
        ),
    ),
)
