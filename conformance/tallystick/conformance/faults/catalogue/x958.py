from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x958",
    clause="PRP-050",
    fault_class="settlement",
    seen="ours",
    does="No leg of a halted market can be trued up.",
    changes=(
        Change(
            "settling.true_up",
            """
            if leg is None:
                return Reason.UNKNOWN_LEG
            """,
            """
            if leg is None:
                return Reason.UNKNOWN_LEG
            if market.halted:
                return Reason.MARKET_HALTED
            """,
        ),
    ),
)
