from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x962",
    clause="NUM-010",
    fault_class="ranges",
    seen="ours",
    does="A funding rate has the range of numbers that are not negative.",
    changes=(
        Change(
            "ranges",
            "FUNDING_RATE: Range = (-30_000, 30_000)",
            "FUNDING_RATE: Range = (0, 30_000)",
        ),
    ),
)
