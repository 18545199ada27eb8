from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x408",
    clause="MAT-020",
    fault_class="walk",
    seen="ours",
    does="The markets of one asset share a book.",
    changes=(
        Change(
            "walk",
            "from tallystick.reference.crossing import capacity_lots, crosses, fill_of, is_live",
            """
            from tallystick.reference.crossing import (
                capacity_lots,
                crosses,
                fill_of,
                is_live,
                price_key,
            )
            """,
        ),
        Change(
            "walk._meet_makers",
            "maker = best_order(progress.state, taker.market, opposite)",
            """
            markets = progress.state.markets
            bests = [
                best_order(progress.state, market, opposite)
                for market in markets
                if markets[market].asset == markets[taker.market].asset
            ]
            makers = [best for best in bests if best is not None]
            maker = min(makers, key=lambda best: price_key(opposite, best.price), default=None)
            """,
        ),
    ),
)
