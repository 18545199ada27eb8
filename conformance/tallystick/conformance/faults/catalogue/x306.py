from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x306",
    clause="CMD-008",
    fault_class="input",
    seen="engines that ignore a flag they do not know",
    does="An order with reduce_only is accepted as if it had none.",
    changes=(
        Change(
            "authority.is_in_profile",
            "not command.order.reduce_only",
            "True",
        ),
    ),
)
