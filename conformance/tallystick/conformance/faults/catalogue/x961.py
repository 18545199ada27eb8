from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x961",
    clause="PRP-041",
    fault_class="names",
    seen="ours",
    does="The treasury is taken for an account that was never opened.",
    changes=(
        Change(
            "authority.named_accounts",
            "command.creditor == TREASURY",
            "False",
        ),
    ),
)
