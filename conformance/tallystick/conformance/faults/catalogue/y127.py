from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y127",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="What others have borrowed of an asset is kept from sale as well.",
    changes=(
        Change(
            "liquidation._sold",
            "(loan.borrower, loan.asset) == (target, asset.asset)",
            "loan.asset == asset.asset",
        ),
    ),
)
