from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x603",
    clause="STA-025",
    fault_class="restoring",
    seen="counters of arrival that begin anew after a restart",
    does="An order that joins after a restoration stands before the restored ones of its price.",
    changes=(
        Change(
            "restoring.restore",
            "len(orders)",
            "-1",
        ),
    ),
)
