from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x942",
    clause="PRP-035",
    fault_class="fees",
    seen="ours",
    does="A fee that the balance does not cover is forgiven.",
    changes=(
        Change(
            "settlement.charge_perpetual_fee",
            "fee == atoms",
            "True",
        ),
    ),
)
