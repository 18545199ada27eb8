from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y200",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="What is given must be worth as much as what is taken, whatever the band.",
    changes=(
        Change(
            "closing.is_worth_too_little",
            "worth_given * PRICE_UNITS < worth_taken * (PRICE_UNITS - band)",
            "worth_given < worth_taken",
        ),
    ),
)
