from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y027",
    clause="LIQ-010",
    fault_class="order of steps",
    seen="ours",
    does="Loans are recalled last.",
    changes=(
        Change(
            "liquidation._stepped",
            "(recall, repay_assets, _sold, repay_base)",
            "(repay_assets, _sold, repay_base, recall)",
        ),
    ),
)
