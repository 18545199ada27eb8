from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y267",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="A debtor pays no more than his free balance.",
    changes=(
        Change(
            "bankruptcy._debtors_paid",
            "min(debt, balance_of(so_far.state, debtor, BASE_ASSET))",
            "min(debt, free_atoms(so_far.state, debtor, BASE_ASSET))",
        ),
        Change(
            "bankruptcy",
            """
            from tallystick.reference.ledger import (
                balance_of,
                change_balance,
                change_treasury,
                move_atoms,
            )
            """,
            """
            from tallystick.reference.ledger import (
                balance_of,
                change_balance,
                change_treasury,
                free_atoms,
                move_atoms,
            )
            """,
        ),
    ),
)
