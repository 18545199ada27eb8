from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y286",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="What a debtor still owes goes to the target first.",
    changes=(
        Change(
            "bankruptcy._shared",
            "{**shares, **to_target}",
            "{**to_target, **shares}",
        ),
    ),
)
