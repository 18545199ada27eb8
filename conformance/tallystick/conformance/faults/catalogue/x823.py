from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x823",
    clause="LND-043",
    fault_class="swap",
    seen="ours",
    does="A lender is bound longer than he agreed to.",
    changes=(
        Change(
            "swap._step",
            """
            if own.due < loan.due and not (own.returnable and own.extensible):
                return None
            """,
            "",
        ),
    ),
)
