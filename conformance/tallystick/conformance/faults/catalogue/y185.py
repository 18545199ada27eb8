from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y185",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="A reward that is reversed is destroyed.",
    changes=(
        Change(
            "escrows.reverse_reward",
            "_paid_out(state, escrow, escrow.target)",
            """
            evolve(
                state,
                escrows={
                    key: each for key, each in state.escrows.items() if key != escrow.escrow
                },
            )
            """,
        ),
    ),
)
