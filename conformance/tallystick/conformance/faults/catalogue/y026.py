from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y026",
    clause="LIQ-010",
    fault_class="order of steps",
    seen="ours",
    does="Loans of base are repaid before spot is sold.",
    changes=(
        Change(
            "liquidation._stepped",
            "(recall, repay_assets, _sold, repay_base)",
            "(recall, repay_assets, repay_base, _sold)",
        ),
    ),
)
