from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x322",
    clause="CMD-024",
    fault_class="ledger",
    seen="ours",
    does="A withdrawal does not lower the supply.",
    changes=(
        Change(
            "accounts.withdraw",
            "state = change_supply(state, command.asset, -command.atoms)",
            "",
        ),
    ),
)
