from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x955",
    clause="PRP-042",
    fault_class="reservation",
    seen="ours",
    does="What an account owes does not lower its free balance.",
    changes=(
        Change(
            "ledger.free_atoms",
            "max(0, free - owed_by(state, account))",
            "free",
        ),
    ),
)
