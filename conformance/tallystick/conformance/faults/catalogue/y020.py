from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y020",
    clause="CMD-010",
    fault_class="command",
    seen="ours",
    does="A delegate swaps assets of his account for the target.",
    changes=(
        Change(
            "authority.is_authorized",
            "command.signer == state.accounts[command.account].owner",
            """
            command.signer == state.accounts[command.account].owner or isinstance(
                command, SwapForTarget
            ) and command.signer in state.accounts[command.account].delegates
            """,
        ),
    ),
)
