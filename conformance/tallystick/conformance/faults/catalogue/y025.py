from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y025",
    clause="LIQ-010",
    fault_class="order of steps",
    seen="ours",
    does="What is short is bought back only after all else is sold.",
    changes=(
        Change(
            "liquidation._stepped",
            "(recall, repay_assets, _sold, repay_base)",
            "(recall, _sold, repay_assets, repay_base)",
        ),
    ),
)
