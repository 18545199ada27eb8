from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x504",
    clause="SPT-003",
    fault_class="reservation",
    seen="ours",
    does="IOC and FOK orders are judged by what they would reserve.",
    changes=(
        Change(
            "admission.reservation_violation",
            "not has_ledger(before) or order.order_type not in MAY_REST",
            "not has_ledger(before)",
        ),
    ),
)
