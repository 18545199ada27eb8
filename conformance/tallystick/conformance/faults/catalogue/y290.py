from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y290",
    clause="PRP-038",
    fault_class="shares",
    seen="ours",
    does="Caps of debts do not hold in a close-out.",
    changes=(
        Change(
            "bankruptcy._shared",
            """
            if isinstance(verdict, Reason):
                return verdict
            """,
            """
            if isinstance(verdict, Reason):
                continue
            """,
        ),
    ),
)
