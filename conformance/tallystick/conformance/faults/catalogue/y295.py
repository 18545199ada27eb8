from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y295",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="What debtors come to owe is not stated as paid to a creditor.",
    changes=(
        Change(
            "bankruptcy._shared",
            "paid[creditor] = sum_of_ratios(*paid.get(creditor, NOTHING), atoms, 1)",
            "pass",
        ),
    ),
)
