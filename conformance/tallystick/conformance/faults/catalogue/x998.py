from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x998",
    clause="MGN-040",
    fault_class="below zero",
    seen="ours",
    does="The lower edge of the band is rounded down.",
    changes=(
        Change(
            "risk.band_prices",
            "ceil_div(mark * down, PRICE_UNITS)",
            "floor_div(mark * down, PRICE_UNITS)",
        ),
    ),
)
