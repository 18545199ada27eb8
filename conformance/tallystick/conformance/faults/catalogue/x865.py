from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x865",
    clause="MGN-025",
    fault_class="open orders",
    seen="ours",
    does="Offers to lend are without the haircut until they are taken.",
    changes=(
        Change(
            "stress.offer_term",
            "term = -lots * mark * factor * haircut * unit * lot_atoms",
            "term = 0",
        ),
    ),
)
