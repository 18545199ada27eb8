from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y021",
    clause="CMD-010",
    fault_class="command",
    seen="ours",
    does="Only its owner can claim the reward of an account.",
    changes=(
        Change(
            "authority.is_authorized",
            """
            if not has_ledger(state):
                return True
            """,
            """
            if not has_ledger(state):
                return True
            if isinstance(command, ClaimReward) and command.escrow in state.escrows:
                return (
                    command.signer
                    == state.accounts[state.escrows[command.escrow].account].owner
                )
            """,
        ),
    ),
)
