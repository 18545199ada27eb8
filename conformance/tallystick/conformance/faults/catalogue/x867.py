from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x867",
    clause="MGN-021",
    fault_class="interest",
    seen="ours",
    does="Interest is provided for up to the running hour and not to the end of the term.",
    changes=(
        Change(
            "stress.hours_to_pay",
            "hours = max(term, hours_owed(start, now))",
            "hours = hours_owed(start, now)",
        ),
    ),
)
