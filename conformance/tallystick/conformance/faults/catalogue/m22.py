from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m22",
    clause="MAT-036",
    fault_class="amend",
    seen="books that move an amended order without matching it",
    does="An order amended to a crossing price rests there, crossed.",
    changes=(
        Change(
            "trading.amend_order",
            "verdict = walk(without, amended, budget, leg_budget)",
            """
            from tallystick.reference.book import join
            from tallystick.reference.types.events import OrderRested

            rested = OrderRested(amended.account, amended.order_id, amended.open_lots)
            verdict = Applied(join(without, amended), (rested,))
            """,
        ),
    ),
)
