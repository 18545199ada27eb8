from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x703",
    clause="CNF-102",
    fault_class="input",
    seen="ours",
    does="Numbers of 40 digits are read.",
    changes=(Change("wire", "MAX_DIGITS = 39", "MAX_DIGITS = 40"),),
)
