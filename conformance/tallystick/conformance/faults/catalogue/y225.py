from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y225",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="Any account that is open can be declared bankrupt.",
    changes=(
        Change(
            "bankruptcy.declare_bankruptcy",
            """
            if not is_bankrupt(state, target):
                return Reason.NOT_BANKRUPT
            """,
            "",
        ),
    ),
)
