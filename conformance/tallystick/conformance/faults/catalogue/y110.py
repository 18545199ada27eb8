from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y110",
    clause="LIQ-016",
    fault_class="recall",
    seen="ours",
    does="A loan is handed over for all loans that the target has borrowed.",
    changes=(
        Change(
            "winding_loans._recalled",
            "_newest_opened(winding.applied.events[before:])",
            """
            tuple(
                each.loan
                for each in newest_first(
                    each
                    for each in winding.state.loans.values()
                    if each.borrower == winding.target and each.asset == loan.asset
                )
            )
            """,
        ),
    ),
)
