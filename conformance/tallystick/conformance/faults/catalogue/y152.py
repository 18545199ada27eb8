from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y152",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That a position became smaller is no progress.",
    changes=(
        Change(
            "liquidation._sizes",
            'sizes["leg", market.market, leg.leg] = leg.lots',
            "pass",
        ),
    ),
)
