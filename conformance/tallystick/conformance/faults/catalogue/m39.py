from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m39",
    clause="MAT-008",
    fault_class="order types",
    seen="venues that apply the minimum quantity to what is left of an order",
    does="A maker left with less than the minimum is removed.",
    changes=(
        Change(
            "walk._trade",
            "maker_cut",
            "maker_cut or 0 < maker.open_lots < state.markets[maker.market].minimum_lots",
        ),
    ),
)
