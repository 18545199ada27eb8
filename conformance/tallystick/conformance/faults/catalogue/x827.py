from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x827",
    clause="LND-046",
    fault_class="swap",
    seen="ours",
    does="Hours that the borrower has paid ahead stay with the leaving lender.",
    changes=(
        Change(
            "swap._cash",
            "Hours(loan.hours_paid - completed)",
            "Hours(0)",
        ),
    ),
)
