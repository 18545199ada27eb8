from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x864",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="Below zero the sizes of spot and futures are added up, so that a hedge is refused.",
    changes=(
        Change(
            "margin._sizes",
            "abs(part.holding_numerator + part.position_lots * part.lot_atoms * HOLDING_UNITS)",
            """
            abs(part.holding_numerator) + abs(part.position_lots) * part.lot_atoms * HOLDING_UNITS
            """,
        ),
    ),
)
