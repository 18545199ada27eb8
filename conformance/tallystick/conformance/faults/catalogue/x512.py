from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x512",
    clause="SPT-020",
    fault_class="bounds",
    seen="ours",
    does="The bound of 2^56 atoms is applied to the balance, not to the supply.",
    changes=(
        Change(
            "accounts.deposit",
            "supply + command.atoms > BALANCE_BOUND_ATOMS",
            """
            state.accounts[command.account].balances.get(
                command.asset, 0
            ) + command.atoms > BALANCE_BOUND_ATOMS
            """,
        ),
    ),
)
