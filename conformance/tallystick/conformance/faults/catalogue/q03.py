from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q03",
    clause="LIQ-021",
    fault_class="reward",
    seen="rewards that a fund pays when nobody looks",
    does="A reward is taken from the treasury instead of the target.",
    changes=(
        Change(
            "escrows.with_reward",
            "state = change_balance(state, target, BASE_ASSET, -atoms)",
            "state = change_treasury(state, BASE_ASSET, -atoms)",
        ),
        Change(
            "escrows",
            "from tallystick.reference.ledger import balance_of, change_balance",
            "from tallystick.reference.ledger import balance_of, change_balance, change_treasury",
        ),
    ),
)
