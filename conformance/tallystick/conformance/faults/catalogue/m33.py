from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m33",
    clause="MAT-010",
    fault_class="bounds",
    seen="books that cut a price down to the width of their key",
    does="Prices are sorted by their low 32 bits.",
    changes=(
        Change(
            "crossing.price_key",
            "-price if side is Side.BUY else price",
            "-(price % 2**32) if side is Side.BUY else price % 2**32",
        ),
    ),
)
