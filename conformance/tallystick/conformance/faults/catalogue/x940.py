from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x940",
    clause="PRP-034",
    fault_class="settlement",
    seen="ours",
    does="A settlement leaves what the payer's orders reserve.",
    changes=(
        Change(
            "settlement.pay",
            "balance = balance_of(state, payer, BASE_ASSET)",
            "balance = free_atoms(state, payer, BASE_ASSET)",
        ),
        Change(
            "settlement",
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
