from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x510",
    clause="SPT-012",
    fault_class="fees",
    seen="caps that are applied to each fill",
    does="The cap bounds the fee of each trade, not of the order.",
    changes=(
        Change(
            "fees.fee_of_trade",
            "paid + due >= cap",
            "due >= cap",
        ),
        Change(
            "fees.fee_of_trade",
            "cap - paid",
            "cap",
        ),
    ),
)
