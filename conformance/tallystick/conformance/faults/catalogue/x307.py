from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x307",
    clause="CMD-010",
    fault_class="authority",
    seen="venues whose operator can act for anybody",
    does="The operator may trade for any account.",
    changes=(
        Change(
            "authority.is_authorized",
            "(account.owner, *account.delegates)",
            "(OPERATOR, account.owner, *account.delegates)",
        ),
    ),
)
