from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x302",
    clause="CMD-004",
    fault_class="atomicity",
    seen="counters that are moved before the order is checked",
    does="A rejected order uses up its id.",
    changes=(
        Change(
            "engine.step",
            "return state, Rejected(verdict, Count(0))",
            """
            from attrs import evolve

            from tallystick.reference.state import with_account

            if isinstance(command, PlaceOrder) and command.account in state.accounts:
                account = state.accounts[command.account]
                last = max(account.last_order_id, command.order.order_id)
                state = with_account(state, evolve(account, last_order_id=last))
            return state, Rejected(verdict, Count(0))
            """,
        ),
    ),
)
