from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x706",
    clause="CNF-130",
    fault_class="conversation",
    seen="ours",
    does="An invalid frame ends the engine with status 0.",
    changes=(Change("serve.serve", "return USAGE_EXIT_CODE", "return 0"),),
)
