from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p08",
    clause="PRP-030",
    fault_class="netting",
    seen="positions kept as size and average entry price",
    does="The entry price of a leg that gains lots is averaged and rounded down.",
    changes=(
        Change(
            "legs.gain",
            "leg.cost + lots * price",
            "(leg.cost + lots * price) // (leg.lots + lots) * (leg.lots + lots)",
        ),
    ),
)
