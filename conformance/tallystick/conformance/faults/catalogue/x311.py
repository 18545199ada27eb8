from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x311",
    clause="CMD-012",
    fault_class="input",
    seen="ours",
    does="The receiver of a transfer is looked up late: an unknown one has another owner.",
    changes=(
        Change(
            "authority.named_accounts",
            "(command.account, command.to_account)",
            "(command.account,)",
        ),
        Change(
            "accounts.transfer",
            """
            giver, receiver = (
                state.accounts[command.account],
                state.accounts[command.to_account],
            )
            """,
            """
            if command.to_account not in state.accounts:
                return Reason.NOT_SAME_OWNER
            giver, receiver = (
                state.accounts[command.account],
                state.accounts[command.to_account],
            )
            """,
        ),
    ),
)
