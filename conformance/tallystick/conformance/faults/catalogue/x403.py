from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x403",
    clause="MAT-006",
    fault_class="expiry",
    seen="engines that sweep out expired orders when the clock moves",
    does="Expired orders vanish when the time is advanced.",
    changes=(
        Change(
            "operations.advance_time",
            "advanced = Applied(evolve(state, now=command.now), (TimeAdvanced(command.now),))",
            """
            from tallystick.reference.book import leave
            from tallystick.reference.crossing import is_live

            for account in state.accounts.values():
                for order in account.orders.values():
                    if not is_live(order.expires_at, command.now):
                        state = leave(state, order)
            advanced = Applied(evolve(state, now=command.now), (TimeAdvanced(command.now),))
            """,
        ),
    ),
)
