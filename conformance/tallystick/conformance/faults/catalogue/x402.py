from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x402",
    clause="MAT-003",
    fault_class="order types",
    seen="engines for which fill-or-kill is immediate-or-cancel",
    does="A FOK order trades what it can.",
    changes=(
        Change(
            "walk.walk",
            "taker.order_type is OrderType.FOK and progress.traded_lots != wanted_lots",
            "False",
        ),
    ),
)
