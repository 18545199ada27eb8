from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m13",
    clause="MAT-022",
    fault_class="bookkeeping",
    seen="books that keep an emptied level, and with it a stale best price",
    does="A price emptied by a cancel stays the best, and hides the orders behind it.",
    changes=(
        Change(
            "state.Market",
            "legs: Mapping[LegId, Leg]",
            """
            legs: Mapping[LegId, Leg]
            stale: tuple[tuple[Side, int], ...] = ()
            """,
        ),
        Change(
            "trading.cancel_order",
            "return Applied(leave(state, order), (removal(order, RemovalCause.CANCELLED),))",
            """
            from tallystick.reference.book import _place, places_of
            from tallystick.reference.state import with_market

            state = leave(state, order)
            market, key = state.markets[order.market], _place(order).price_key
            if key not in [place.price_key for place in places_of(market, order.side)]:
                state = with_market(
                    state, evolve(market, stale=(*market.stale, (order.side, key)))
                )
            return Applied(state, (removal(order, RemovalCause.CANCELLED),))
            """,
        ),
        Change(
            "book.best_order",
            "not places",
            """
            not places or any(
                side is emptied and key < places[0].price_key
                for emptied, key in state.markets[market].stale
            )
            """,
        ),
    ),
)
