from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y132",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="No more is sold than brings the account above zero.",
    changes=(
        Change(
            "liquidation._sold",
            "winding.is_ended or asset.asset == BASE_ASSET",
            """
            winding.is_ended or asset.asset == BASE_ASSET or is_sound(
                winding.state, winding.target
            )
            """,
        ),
    ),
)
