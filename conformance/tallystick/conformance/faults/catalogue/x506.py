from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x506",
    clause="SPT-005",
    fault_class="reservation",
    seen="venues that set the balance aside for the oldest orders",
    does="What other orders of the account reserve cannot be delivered.",
    changes=(
        Change(
            "ledger.deliverable_by",
            """
            balance = balance_of(
                state, order.account, given_asset(state, order.market, order.side)
            )
            """,
            """
            asset = given_asset(state, order.market, order.side)
            others = [
                each
                for each in state.accounts[order.account].orders.values()
                if each.order_id != order.order_id
            ]
            held = sum(
                reservation_of(state, each)
                for each in others
                if given_asset(state, each.market, each.side) == asset
            )
            balance = max(0, balance_of(state, order.account, asset) - held)
            """,
        ),
    ),
)
