from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y126",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="Only what the dearest loan needs is kept, not what all of an asset need.",
    changes=(
        Change(
            "liquidation._sold",
            """
            owed = sum(
                cost_of_repaying(state, loan)
                for loan in state.loans.values()
                if (loan.borrower, loan.asset) == (target, asset.asset)
            )
            """,
            """
            owed = max(
                (
                    cost_of_repaying(state, loan)
                    for loan in state.loans.values()
                    if (loan.borrower, loan.asset) == (target, asset.asset)
                ),
                default=0,
            )
            """,
        ),
    ),
)
