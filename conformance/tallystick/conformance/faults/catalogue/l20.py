from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l20",
    clause="LND-036",
    fault_class="return",
    seen="money that is put back into a book without a look at the other side",
    does="Returning principal rests without a walk, also where it crosses bids.",
    changes=(
        Change(
            "engine_orders.return_principal",
            "verdict = accept(with_engine_order(state, offer), offer, left)",
            """
            from tallystick.reference.book import join

            beyond = evolve(offer, price=Price(2**40))
            accepted = accept(with_engine_order(state, offer), beyond, left)
            first, *others = accepted.events
            verdict = Applied(
                join(with_engine_order(state, offer), offer),
                (evolve(first, price=offer.price), *others),
            )
            """,
        ),
    ),
)
