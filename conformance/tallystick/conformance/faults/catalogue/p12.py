from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p12",
    clause="PRP-034",
    fault_class="settlement",
    seen="ledgers that credit first and collect later",
    does="The payee is credited with what the payer only owes.",
    changes=(
        Change(
            "settlement.pay",
            "state = move_atoms(state, payer, payee, BASE_ASSET, paid)",
            """
            state = move_atoms(state, payer, payee, BASE_ASSET, paid)
            state = change_balance(state, payee, BASE_ASSET, rest)
            """,
        ),
    ),
)
