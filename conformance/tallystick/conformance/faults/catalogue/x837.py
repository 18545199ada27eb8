from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x837",
    clause="LND-055",
    fault_class="roll",
    seen="ours",
    does="A loan is rolled at its rate of return, whatever the cap of rates is.",
    changes=(
        Change(
            "renewal._rolled",
            "min(rate_cap, loan.return_rate)",
            "loan.return_rate",
        ),
    ),
)
