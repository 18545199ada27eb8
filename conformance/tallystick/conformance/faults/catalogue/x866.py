from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x866",
    clause="MGN-073",
    fault_class="claims",
    seen="ours",
    does="What the account owes in settlement debts does not count.",
    changes=(
        Change(
            "exposure._exposure",
            "owed_by(state, account)",
            "Atoms(0)",
        ),
    ),
)
