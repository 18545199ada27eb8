from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m12",
    clause="CMD-004",
    fault_class="atomicity",
    seen="engines that act on the book before a fill-or-kill order is known to fill",
    does="A FOK order that is rejected has cancelled the own orders of the other side.",
    changes=(
        Change(
            "engine.step",
            "return state, Rejected(verdict, Count(0))",
            """
            from tallystick.reference.book import leave

            if verdict is Reason.FOK_NOT_FILLED and isinstance(command, PlaceOrder):
                for order in state.accounts[command.account].orders.values():
                    if (
                        command.order.self_trade == "cancel_maker"
                        and order.market == command.order.market
                        and order.side is not command.order.side
                    ):
                        state = leave(state, order)
            return state, Rejected(verdict, Count(0))
            """,
        ),
    ),
)
