from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x321",
    clause="CMD-023",
    fault_class="ledger",
    seen="ours",
    does="A deposit does not raise the supply.",
    changes=(
        Change(
            "accounts.deposit",
            "state = change_supply(state, command.asset, command.atoms)",
            "",
        ),
    ),
)
