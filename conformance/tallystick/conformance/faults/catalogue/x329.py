from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x329",
    clause="CMD-031",
    fault_class="ledger",
    seen="ours",
    does="Fees that are withdrawn stay in the supply.",
    changes=(
        Change(
            "operations.withdraw_treasury",
            "state = change_supply(state, command.asset, -command.atoms)",
            "",
        ),
    ),
)
