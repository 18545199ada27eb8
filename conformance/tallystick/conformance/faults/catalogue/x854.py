from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x854",
    clause="MGN-074",
    fault_class="interest",
    seen="ours",
    does="A paid credit of interest is forgotten by the provision.",
    changes=(
        Change(
            "exposure._provision",
            "loan.interest_credit",
            "type(loan.interest_credit)(0)",
        ),
    ),
)
