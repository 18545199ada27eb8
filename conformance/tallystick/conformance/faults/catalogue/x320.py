from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x320",
    clause="CMD-021",
    fault_class="authority",
    seen="ours",
    does="A delegate may be added twice.",
    changes=(
        Change(
            "accounts.add_delegate",
            "command.delegate in account.delegates",
            "False",
        ),
    ),
)
