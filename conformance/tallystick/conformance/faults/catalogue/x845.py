from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x845",
    clause="MGN-073",
    fault_class="claims",
    seen="ours",
    does="The claims on a loan are provided for twice.",
    changes=(
        Change(
            "exposure._provision_numerator",
            "provision.claims_atoms * HOLDING_UNITS",
            "provision.claims_atoms * HOLDING_UNITS * 2",
        ),
    ),
)
