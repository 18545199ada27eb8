from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r13",
    clause="SPT-004",
    fault_class="checks",
    seen="venues where unrealised profit is available balance",
    does="The profit of positions can be withdrawn, whether or not there is cash.",
    changes=(
        Change(
            "accounts.withdraw",
            "free_atoms(state, command.account, command.asset)",
            """
            (
                free_atoms(state, command.account, command.asset)
                + sum(result for _, result in _positions_by_asset(state, command.account).values())
            )
            """,
        ),
        Change(
            "accounts",
            "from tallystick.reference.numbers import BALANCE_BOUND_ATOMS",
            """
            from tallystick.reference.exposure import _positions_by_asset
            from tallystick.reference.numbers import BALANCE_BOUND_ATOMS
            """,
        ),
    ),
)
