from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x844",
    clause="MGN-073",
    fault_class="claims",
    seen="ours",
    does="What others owe counts until it is overdue.",
    changes=(
        Change(
            "exposure._exposure",
            "owed_to(state, account)",
            """
            Atoms(
                sum(
                    atoms
                    for debt, atoms in state.debts.items()
                    if debt.creditor == account and state.now <= debt.due
                )
            )
            """,
        ),
    ),
)
