from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m07",
    clause="MAT-010",
    fault_class="priority",
    seen="insertion with >= where > was meant",
    does="Of orders at one price the last to come stands first.",
    changes=(
        Change(
            "book.join",
            "state.joins + 1",
            "state.joins - 1",
        ),
    ),
)
