from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m08",
    clause="MAT-022",
    fault_class="walk",
    seen="engines that turn a marketable limit order into a market order",
    does="Once it has traded, a taker sweeps beyond its own price.",
    changes=(
        Change(
            "walk._meet_makers",
            "not crosses(taker.side, taker.price, maker.price)",
            "progress.traded_lots == 0 and not crosses(taker.side, taker.price, maker.price)",
        ),
    ),
)
