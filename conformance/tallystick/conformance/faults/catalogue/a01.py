from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a01",
    clause="CMD-010",
    fault_class="authority",
    seen="venues on which a trading key may move funds",
    does="A delegate may withdraw.",
    changes=(
        Change(
            "authority.is_authorized",
            "command.signer == state.accounts[command.account].owner",
            """
            command.signer == state.accounts[command.account].owner or (
                isinstance(command, Withdraw)
                and command.signer in state.accounts[command.account].delegates
            )
            """,
        ),
    ),
)
