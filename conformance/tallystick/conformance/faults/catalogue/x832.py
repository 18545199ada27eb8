from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x832",
    clause="LND-051",
    fault_class="renewal",
    seen="ours",
    does="A renewal extends a loan that is not returnable.",
    changes=(
        Change(
            "renewal.renew_loan",
            "loan.extensible and loan.returnable",
            "loan.extensible",
        ),
    ),
)
