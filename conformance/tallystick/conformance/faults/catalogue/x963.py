from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x963",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="A restored venue has forgotten who owes whom.",
    changes=(
        Change(
            "restoring.restore",
            "dump.debts or ()",
            "()",
        ),
    ),
)
