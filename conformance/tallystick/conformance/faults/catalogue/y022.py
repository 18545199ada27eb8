from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y022",
    clause="CMD-010",
    fault_class="command",
    seen="ours",
    does="Anybody may have a reward reversed.",
    changes=(
        Change(
            "authority.is_authorized",
            """
            if not has_ledger(state):
                return True
            """,
            """
            if not has_ledger(state) or isinstance(command, ReverseReward):
                return True
            """,
        ),
    ),
)
