from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y081",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="The steps go on when the roll has made the account sound.",
    changes=(
        Change(
            "liquidation._stepped",
            """
            rolled = valuation_of(winding.state, winding.target)
            winding = _ended_if_sound(winding)
            """,
            "rolled = valuation_of(winding.state, winding.target)",
        ),
    ),
)
