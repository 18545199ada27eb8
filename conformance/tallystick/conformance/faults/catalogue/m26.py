from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m26",
    clause="MAT-026",
    fault_class="self-trade",
    seen="decrements that forget the case of equal quantities",
    does="If maker and taker of a decrement are equal, only the taker is taken away.",
    changes=(
        Change(
            "walk._decrement",
            "_less(maker, lots)",
            "maker if maker.open_lots == taker.open_lots else _less(maker, lots)",
        ),
    ),
)
