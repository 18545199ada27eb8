from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m35",
    clause="MAT-010",
    fault_class="bookkeeping",
    seen="an intrusive list whose tail is not renewed when the last order is cancelled",
    does="A price whose tail was cancelled is an endless list; a step limit ends the walk there.",
    changes=(
        Change(
            "state.State",
            "joins: int",
            """
            joins: int
            looped: tuple[tuple[MarketId, Side, Price], ...] = ()
            """,
        ),
        Change(
            "trading.cancel_order",
            "return Applied(leave(state, order), (removal(order, RemovalCause.CANCELLED),))",
            """
            from tallystick.reference.book import _place, places_of

            at_price = [
                place
                for place in places_of(state.markets[order.market], order.side)
                if place.price_key == _place(order).price_key
            ]
            if len(at_price) > 1 and at_price[-1] == _place(order):
                state = evolve(
                    state, looped=(*state.looped, (order.market, order.side, order.price))
                )
            return Applied(leave(state, order), (removal(order, RemovalCause.CANCELLED),))
            """,
        ),
        Change(
            "walk._meet_makers",
            "progress.touched_orders >= budget",
            """
            progress.touched_orders >= budget or (
                maker.market,
                maker.side,
                maker.price,
            ) in progress.state.looped
            """,
        ),
    ),
)
