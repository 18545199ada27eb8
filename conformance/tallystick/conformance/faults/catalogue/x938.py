from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x938",
    clause="PRP-033",
    fault_class="settlement",
    seen="ours",
    does="The buyer pays his third parties first, also if the seller owes him.",
    changes=(
        Change(
            "settlement.pay_owed",
            "*_to_thirds(owed, first)",
            "*_to_thirds(owed, owed.buyer)",
        ),
        Change(
            "settlement.pay_owed",
            "*_to_thirds(owed, second)",
            "*_to_thirds(owed, owed.seller)",
        ),
    ),
)
