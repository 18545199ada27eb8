from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y201",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="A swap exactly at the edge of the band is outside.",
    changes=(
        Change(
            "closing.is_worth_too_little",
            "worth_given * PRICE_UNITS < worth_taken * (PRICE_UNITS - band)",
            "worth_given * PRICE_UNITS <= worth_taken * (PRICE_UNITS - band)",
        ),
    ),
)
