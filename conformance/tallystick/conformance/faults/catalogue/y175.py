from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y175",
    clause="LIQ-021",
    fault_class="reward",
    seen="ours",
    does="Where no escrow has room the reward is paid at once.",
    changes=(
        Change(
            "escrows.with_reward",
            """
            if len(state.escrows) >= limits.max_escrows:
                return so_far
            """,
            "is_full = len(state.escrows) >= limits.max_escrows",
        ),
        Change(
            "escrows.with_reward",
            "state = evolve(state, escrows={**state.escrows, number: escrow}, last_escrow=number)",
            """
            if is_full:
                state = change_balance(
                    evolve(state, last_escrow=number), account, BASE_ASSET, atoms
                )
            else:
                state = evolve(
                    state, escrows={**state.escrows, number: escrow}, last_escrow=number
                )
            """,
        ),
    ),
)
