from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x704",
    clause="CNF-103",
    fault_class="conversation",
    seen="ours",
    does="The number of a frame is not looked at.",
    changes=(Change("serve.Server.answer", "frame.number != number", "False"),),
)
