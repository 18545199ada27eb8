from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x838",
    clause="LND-055",
    fault_class="roll",
    seen="ours",
    does="The lender's own money does not take part in a roll.",
    changes=(
        Change(
            "renewal._rolled",
            "left > 0 and lends_on",
            "False",
        ),
    ),
)
