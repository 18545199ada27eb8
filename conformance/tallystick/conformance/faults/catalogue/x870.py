from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x870",
    clause="MGN-021",
    fault_class="stress",
    seen="ours",
    does="Interest is provided for until the end of the term only, also if the loan is overdue.",
    changes=(
        Change(
            "stress.hours_to_pay",
            "hours = max(term, hours_owed(start, now))",
            "hours = term",
        ),
    ),
)
