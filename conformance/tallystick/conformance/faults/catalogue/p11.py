from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p11",
    clause="PRP-034",
    fault_class="settlement",
    seen="ledgers that let a settlement overdraw",
    does="Who cannot pay pays all the same, and his balance is negative.",
    changes=(
        Change(
            "perpetual.parts_of_payment",
            "min(atoms - offset, balance)",
            "atoms - offset",
        ),
    ),
)
