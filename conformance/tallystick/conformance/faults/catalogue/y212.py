from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y212",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="A loan that is only extensible is renewed by who owes more than he has.",
    changes=(
        Change(
            "renewal._is_lost_case",
            "is_extended = loan.extensible and loan.returnable",
            "is_extended = loan.extensible",
        ),
    ),
)
