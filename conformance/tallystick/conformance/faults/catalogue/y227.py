from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y227",
    clause="LIQ-031",
    fault_class="bankruptcy",
    seen="ours",
    does="Orders stay when an account is closed out.",
    changes=(
        Change(
            "bankruptcy._estate_gathered",
            "orders_removed(state, target)",
            "Applied(state, ())",
        ),
    ),
)
