from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x966",
    clause="PRP-033",
    fault_class="settlement",
    seen="ours",
    does="Third parties pay in the opposite order of that in which they came up.",
    changes=(
        Change(
            "settlement.pay_owed",
            "*((third, party, atoms) for third, (party, atoms) in owed.thirds.items())",
            "*((third, party, atoms) for third, (party, atoms) in reversed(owed.thirds.items()))",
        ),
    ),
)
