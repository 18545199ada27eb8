from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x810",
    clause="LND-013",
    fault_class="renewal",
    seen="ours",
    does="The keeper fee grows with the principal.",
    changes=(
        Change(
            "loans.open_loan",
            "market.minimum_lots",
            "lots",
        ),
    ),
)
