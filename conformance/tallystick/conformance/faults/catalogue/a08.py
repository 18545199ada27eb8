from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a08",
    clause="CMD-045",
    fault_class="atomicity",
    seen="engines that execute a batch as it comes",
    does="A rejected batch keeps what its first commands did.",
    changes=(
        Change(
            "engine._step_batch",
            "return before, Rejected(verdict, Count(index))",
            "return so_far.state, Rejected(verdict, Count(index))",
        ),
    ),
)
