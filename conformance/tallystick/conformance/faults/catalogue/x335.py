from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x335",
    clause="CMD-047",
    fault_class="authority",
    seen="batches whose authority is checked once for all their commands",
    does="A batch may hold commands of another account.",
    changes=(
        Change(
            "engine._violation",
            "_is_foreign(command, batch)",
            "command.signer != batch.signer",
        ),
    ),
)
