from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y258",
    clause="LIQ-031",
    fault_class="claims left",
    seen="ours",
    does="The bankrupt's own claim on a loan that it had lent is paid twice.",
    changes=(
        Change(
            "closing_out.claims_left",
            "claim.account != target",
            "claim is not None",
        ),
    ),
)
