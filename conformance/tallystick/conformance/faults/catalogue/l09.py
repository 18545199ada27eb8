from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l09",
    clause="LND-011",
    fault_class="pricing",
    seen="order books that book the incoming price of a trade",
    does="A loan is opened at the taker's rate.",
    changes=(
        Change(
            "walk._trade",
            "lend(progress.state, buyer, seller, price, lots)",
            "lend(progress.state, buyer, seller, taker.price, lots)",
        ),
    ),
)
