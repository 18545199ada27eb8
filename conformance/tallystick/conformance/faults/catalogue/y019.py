from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y019",
    clause="CMD-010",
    fault_class="command",
    seen="ours",
    does="A delegate cannot liquidate for his account.",
    changes=(
        Change(
            "authority.is_authorized",
            """
            account = state.accounts[command.account]
            return command.signer in (account.owner, *account.delegates)
            """,
            """
            account = state.accounts[command.account]
            if isinstance(command, Liquidate):
                return command.signer == account.owner
            return command.signer in (account.owner, *account.delegates)
            """,
        ),
    ),
)
