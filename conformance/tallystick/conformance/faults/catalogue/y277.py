from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y277",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="What is missing is not less for what debtors come to owe.",
    changes=(
        Change(
            "bankruptcy._shared",
            "missing = sum_of_ratios(*missing, -sum(shares.values()), 1)",
            "pass",
        ),
    ),
)
