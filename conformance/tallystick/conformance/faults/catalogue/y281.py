from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y281",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="All atoms that are left over go to one creditor.",
    changes=(
        Change(
            "sharing.in_proportion",
            "Atoms(atoms + (index in lucky))",
            "Atoms(atoms + (left if index == by_rest[0] else 0))",
        ),
    ),
)
