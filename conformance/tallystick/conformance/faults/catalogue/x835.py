from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x835",
    clause="LND-053",
    fault_class="renewal",
    seen="ours",
    does="A borrower who renews his own loan is told that he paid himself.",
    changes=(
        Change(
            "renewal._keeper_fee",
            """
            if keeper == loan.borrower:
                return Atoms(0)
            """,
            "",
        ),
    ),
)
