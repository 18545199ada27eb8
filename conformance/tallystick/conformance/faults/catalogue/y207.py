from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y207",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="For who swaps the command is not checked.",
    changes=(
        Change(
            "margin.check_of",
            "return Check((), lends=False, gives=False, target=command.target)",
            "return None",
        ),
    ),
)
