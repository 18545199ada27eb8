from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y015",
    clause="LIQ-010",
    fault_class="command",
    seen="ours",
    does="An account may liquidate itself.",
    changes=(
        Change(
            "liquidation.liquidate",
            """
            if command.account == command.target:
                return Reason.SAME_ACCOUNT
            """,
            "",
        ),
    ),
)
