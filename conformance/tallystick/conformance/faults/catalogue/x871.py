from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x871",
    clause="MGN-021",
    fault_class="stress",
    seen="ours",
    does="Lent principal is valued down twice.",
    changes=(
        Change(
            "stress.lent_holding",
            "counted = principal_atoms * (PERMILLE - haircut) * (HOLDING_UNITS // PERMILLE)",
            """
            counted = principal_atoms * (PERMILLE - haircut) * (HOLDING_UNITS // PERMILLE)
            counted = counted * (PERMILLE - haircut) // PERMILLE
            """,
        ),
    ),
)
