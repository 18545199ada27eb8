from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m01",
    clause="MAT-029",
    fault_class="pricing",
    seen="order books that book the incoming price of a trade",
    does="A trade is made at the taker's price.",
    changes=(
        Change(
            "walk._trade",
            "maker.price",
            "progress.taker.price",
        ),
        Change(
            "walk._trade_perpetual",
            "maker.price",
            "progress.taker.price",
        ),
        Change(
            "walk._traded",
            "maker.price",
            "taker.price",
        ),
    ),
)
