from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x855",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="A restored venue has forgotten what is announced.",
    changes=(
        Change(
            "restoring._asset",
            "AnnouncedRisk(**_fields(announced))",
            "None",
        ),
    ),
)
