from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x956",
    clause="PRP-042",
    fault_class="reservation",
    seen="ours",
    does="What an account owes lowers its free balance of every asset.",
    changes=(
        Change(
            "ledger.free_atoms",
            "asset != BASE_ASSET",
            "False",
        ),
    ),
)
