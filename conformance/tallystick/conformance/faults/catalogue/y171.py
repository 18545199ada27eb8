from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y171",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="The reward goes to the caller at once.",
    changes=(
        Change(
            "escrows.with_reward",
            "state = evolve(state, escrows={**state.escrows, number: escrow}, last_escrow=number)",
            """
            state = change_balance(
                evolve(state, last_escrow=number), account, BASE_ASSET, atoms
            )
            """,
        ),
    ),
)
