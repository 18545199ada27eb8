from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l05",
    clause="LND-030",
    fault_class="loan terms",
    seen="extensions that add to the old date",
    does="An extension adds ten days to the due time instead of counting from now.",
    changes=(
        Change(
            "payments.extend_loan",
            "due_after(so_far.state.now)",
            "due_after(so_far.state.loans[loan_id].due)",
        ),
    ),
)
