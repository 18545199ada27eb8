from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x815",
    clause="LND-033",
    fault_class="bookkeeping",
    seen="ours",
    does="A loan without principal stays.",
    changes=(
        Change(
            "loans.with_loan",
            "loan.principal_lots > 0",
            "True",
        ),
    ),
)
