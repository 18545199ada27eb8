from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r15",
    clause="MGN-021",
    fault_class="mark",
    seen="venues that mark their books to the last trade",
    does="After a trade the account is valued at the price of that trade.",
    changes=(
        Change(
            "margin.checked",
            "valuation = valuation_of(applied.state, account)",
            """
            after = applied.state
            for each in applied.events:
                if isinstance(each, Traded):
                    market = after.markets[each.market]
                    if market.kind is not MarketKind.LEND:
                        traded = evolve(after.assets[market.asset], mark=each.price)
                        after = with_asset(after, traded)
            valuation = valuation_of(after, account)
            """,
        ),
        Change(
            "margin",
            "from tallystick.reference.state import BASE_ASSET, State",
            "from tallystick.reference.state import BASE_ASSET, State, with_asset",
        ),
    ),
)
