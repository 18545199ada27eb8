from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y303",
    clause="LIQ-050",
    fault_class="strangers",
    seen="ours",
    does="All loans of who borrows from the bankrupt end, also those of other lenders.",
    changes=(
        Change(
            "closing_out.without_contracts",
            "target not in (loan.lender, loan.borrower)",
            """
            target not in (loan.lender, loan.borrower) and not any(
                each.lender == target and each.borrower == loan.borrower
                for each in state.loans.values()
            )
            """,
        ),
    ),
)
