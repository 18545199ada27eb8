from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x605",
    clause="STA-025",
    fault_class="restoring",
    seen="switches that are at their defaults again after a restart",
    does="Restored markets are not halted.",
    changes=(
        Change(
            "restoring._market",
            "{**_fields(market), **sides, **made}",
            '{**_fields(market), **sides, **made, "halted": False}',
        ),
    ),
)
