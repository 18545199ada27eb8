from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q01",
    clause="LIQ-002",
    fault_class="who is open",
    seen="liquidation bots whose own valuation lags behind",
    does="A healthy account can be liquidated.",
    changes=(
        Change(
            "liquidation.liquidate",
            """
            if is_sound(state, command.target):
                return Reason.ACCOUNT_SOUND
            """,
            "",
        ),
    ),
)
