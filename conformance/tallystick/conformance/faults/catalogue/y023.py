from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y023",
    clause="CMD-010",
    fault_class="command",
    seen="ours",
    does="Anybody may declare an account bankrupt.",
    changes=(
        Change(
            "authority.is_authorized",
            """
            if not has_ledger(state):
                return True
            """,
            """
            if not has_ledger(state) or isinstance(command, DeclareBankruptcy):
                return True
            """,
        ),
    ),
)
