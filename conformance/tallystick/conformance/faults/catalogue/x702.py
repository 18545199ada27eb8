from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x702",
    clause="CNF-101",
    fault_class="input",
    seen="ours",
    does="Of a key given twice the last value counts.",
    changes=(Change("wire.parse_json", "_unique_keys", "dict"),),
)
