from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x608",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="The claims on the loans of a restored venue are forgotten.",
    changes=(
        Change(
            "restoring._loan",
            "tuple(Claim(**_fields(claim)) for claim in loan.claims)",
            "()",
        ),
    ),
)
