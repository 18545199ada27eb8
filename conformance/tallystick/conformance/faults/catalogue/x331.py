from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x331",
    clause="CMD-041",
    fault_class="amend",
    seen="interfaces in which an amend states the original and not the open quantity",
    does="An amend deducts what was traded before from the quantity it states.",
    changes=(
        Change(
            "state.Order",
            "joined: int",
            """
            joined: int
            placed_lots: int = 0
            """,
        ),
        Change(
            "trading._submit",
            "_order_of(without, account, new)",
            "evolve(_order_of(without, account, new), placed_lots=new.lots)",
        ),
        Change(
            "trading.amend_order",
            "amended = evolve(former, price=command.price, open_lots=command.open_lots)",
            """
            traded = former.placed_lots - former.open_lots
            left = max(1, command.open_lots - traded)
            amended = evolve(
                former, price=command.price, open_lots=left, placed_lots=command.open_lots
            )
            """,
        ),
    ),
)
