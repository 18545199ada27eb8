from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y209",
    clause="CMD-005",
    fault_class="reasons",
    seen="ours",
    does=(
        "That the free balance is too small is said before that the target does not have "
        "what is taken."
    ),
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            """
            if command.take_atoms > balance_of(state, target, taken):
                return Reason.INSUFFICIENT_BALANCE
            if command.give_atoms > free_atoms(state, account, given):
                return Reason.INSUFFICIENT_FREE_BALANCE
            """,
            """
            if command.give_atoms > free_atoms(state, account, given):
                return Reason.INSUFFICIENT_FREE_BALANCE
            if command.take_atoms > balance_of(state, target, taken):
                return Reason.INSUFFICIENT_BALANCE
            """,
        ),
    ),
)
