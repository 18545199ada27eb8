from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x208",
    clause="STA-022",
    fault_class="form",
    seen="ours",
    does="A balance of no atoms is not dumped, though some are reserved.",
    changes=(
        Change(
            "canonical._dump_account",
            "each.atoms != 0 or each.reserved_atoms != 0",
            "each.atoms != 0",
        ),
    ),
)
