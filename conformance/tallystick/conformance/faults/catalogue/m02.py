from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m02",
    clause="MAT-029",
    fault_class="pricing",
    seen="order books that split the difference between the two orders",
    does="A trade is made halfway between the two prices.",
    changes=(
        Change(
            "walk._trade",
            "maker.price",
            "(maker.price + progress.taker.price) // 2",
        ),
        Change(
            "walk._trade_perpetual",
            "maker.price",
            "(maker.price + progress.taker.price) // 2",
        ),
        Change(
            "walk._traded",
            "maker.price",
            "(maker.price + taker.price) // 2",
        ),
    ),
)
