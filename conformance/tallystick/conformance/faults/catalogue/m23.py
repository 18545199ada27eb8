from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m23",
    clause="CMD-043",
    fault_class="atomicity",
    seen="gateways that turn a replace into a cancel and a new order",
    does="A replace whose new order is rejected has removed the old one.",
    changes=(
        Change(
            "engine.step",
            "return state, Rejected(verdict, Count(0))",
            """
            from tallystick.reference.book import leave

            if isinstance(command, ReplaceOrder) and command.account in state.accounts:
                former = state.accounts[command.account].orders.get(command.order_id)
                if former is not None:
                    state = leave(state, former)
            return state, Rejected(verdict, Count(0))
            """,
        ),
    ),
)
