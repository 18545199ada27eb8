from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x425",
    clause="MAT-036",
    fault_class="amend",
    seen="books that take an order out before they know that it may come back",
    does="An order whose amend is rejected goes to the tail of its price.",
    changes=(
        Change(
            "engine.step",
            "return state, Rejected(verdict, Count(0))",
            """
            from tallystick.reference.book import join, leave

            if isinstance(command, AmendOrder) and command.account in state.accounts:
                former = state.accounts[command.account].orders.get(command.order_id)
                if former is not None:
                    state = join(leave(state, former), former)
            return state, Rejected(verdict, Count(0))
            """,
        ),
    ),
)
