from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x986",
    clause="MGN-031",
    fault_class="checks",
    seen="ours",
    does="Of a transfer the receiver is judged.",
    changes=(
        Change(
            "engine._finished",
            "checked(before, applied, account, check)",
            'checked(before, applied, getattr(command, "to_account", account), check)',
        ),
    ),
)
