from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r18",
    clause="MGN-013",
    fault_class="risk values",
    seen="venues that grandfather what is open",
    does="New risk values leave an asset alone in which orders rest that are older than they.",
    changes=(
        Change(
            "operations._with_announced",
            "changed = evolve(asset, risk=Risk(*values), announced=None)",
            """
            changed = evolve(asset, risk=Risk(*values), announced=None)
            rests = [
                order
                for account in state.accounts.values()
                for order in account.orders.values()
                if state.markets[order.market].asset == asset.asset
            ]
            if rests:
                changed = evolve(asset, announced=None)
            """,
        ),
    ),
)
