from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x822",
    clause="LND-043",
    fault_class="swap",
    seen="ours",
    does="A loan is handed to its own borrower, who then owes himself.",
    changes=(
        Change(
            "swap._step",
            """
            if own.lender == loan.borrower:
                return None
            """,
            "",
        ),
    ),
)
