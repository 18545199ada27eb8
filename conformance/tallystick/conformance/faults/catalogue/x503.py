from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x503",
    clause="SPT-003",
    fault_class="reservation",
    seen="ours",
    does="An amend that lowers an order is refused while the account reserves too much.",
    changes=(
        Change(
            "admission.reservation_violation",
            "reserved_after <= reserved_before",
            "False",
        ),
    ),
)
