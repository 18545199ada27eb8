from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x806",
    clause="LND-006",
    fault_class="walk",
    seen="ours",
    does="An order that a cap of loans stops is called underfunded.",
    changes=(
        Change(
            "walk._lack",
            "is_at_loan_limit(state, order)",
            "False",
        ),
    ),
)
