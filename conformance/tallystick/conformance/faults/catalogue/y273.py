from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y273",
    clause="LIQ-032",
    fault_class="loss",
    seen="ours",
    does="No loss is too large.",
    changes=(
        Change(
            "bankruptcy.declare_bankruptcy",
            """
            if is_loss_too_large(claims, *close_out.estate, command.max_loss_permille):
                return Reason.LOSS_TOO_LARGE
            """,
            "",
        ),
    ),
)
