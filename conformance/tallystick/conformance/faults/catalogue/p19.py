from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p19",
    clause="PRP-034",
    fault_class="settlement",
    seen="ledgers of gross claims",
    does="What the payee owes the payer is not offset, and both owe each other.",
    changes=(
        Change(
            "perpetual.parts_of_payment",
            "offset = min(atoms, owed_back)",
            "offset = 0",
        ),
    ),
)
