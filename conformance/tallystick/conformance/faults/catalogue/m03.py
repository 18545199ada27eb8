from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m03",
    clause="MAT-029",
    fault_class="pricing",
    seen="order books in which only one side was tested",
    does="A selling taker trades at its own price, a buying one at the maker's.",
    changes=(
        Change(
            "walk._trade",
            "maker.price",
            "maker.price if progress.taker.side is Side.BUY else progress.taker.price",
        ),
        Change(
            "walk._trade_perpetual",
            "maker.price",
            "maker.price if progress.taker.side is Side.BUY else progress.taker.price",
        ),
        Change(
            "walk._traded",
            "maker.price",
            "maker.price if taker.side is Side.BUY else taker.price",
        ),
    ),
)
