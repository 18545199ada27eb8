from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l03",
    clause="LND-020",
    fault_class="interest",
    seen="payments that ask the clock only, and not the terms",
    does="Who repays in the first hours pays for these hours only.",
    changes=(
        Change(
            "interest.hours_owed",
            "max(MINIMUM_HOURS, started)",
            "started",
        ),
    ),
)
