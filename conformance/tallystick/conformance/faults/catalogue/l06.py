from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l06",
    clause="LND-032",
    fault_class="loan terms",
    seen="flags of which only the one with the right name is asked",
    does="A loan that is not returnable is extended.",
    changes=(
        Change(
            "lending.pay_interest",
            "not (loan.extensible and loan.returnable)",
            "not loan.extensible",
        ),
    ),
)
