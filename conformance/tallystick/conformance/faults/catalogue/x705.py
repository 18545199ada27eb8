from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x705",
    clause="CNF-114",
    fault_class="conversation",
    seen="ours",
    does="A frame without commands is answered.",
    changes=(
        Change(
            "frames",
            'Meta(min_length=1, extra_json_schema={"items": {"$ref": "command.json"}})',
            'Meta(min_length=0, extra_json_schema={"items": {"$ref": "command.json"}})',
        ),
        Change(
            "frames",
            'Meta(min_length=1, extra_json_schema={"items": {"$ref": "outcome.json"}})',
            'Meta(min_length=0, extra_json_schema={"items": {"$ref": "outcome.json"}})',
        ),
    ),
)
