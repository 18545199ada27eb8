from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l22",
    clause="LND-005",
    fault_class="capacity",
    seen="funds that are asked for lots and not for the least order",
    does="An offer that the balance does not cover lends what is there, whole minima or not.",
    changes=(
        Change(
            "interest.lendable_lots",
            """
            minima = floor_div(balance, minimum_lots * lot_atoms)
            lots = minima * minimum_lots
            """,
            "lots = floor_div(balance, lot_atoms)",
        ),
    ),
)
