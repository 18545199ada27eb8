from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y184",
    clause="LIQ-022",
    fault_class="escrow",
    seen="ours",
    does="What is in escrow counts in the RBV of the caller already.",
    changes=(
        Change(
            "exposure._exposure",
            "(mark, risk), (loans, orders) = pricing, of_asset",
            """
            (mark, risk), (loans, orders) = pricing, of_asset
            if asset.asset == BASE_ASSET:
                balance += sum(
                    each.atoms for each in state.escrows.values() if each.account == account
                )
            """,
        ),
    ),
)
