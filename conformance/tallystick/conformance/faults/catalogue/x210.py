from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x210",
    clause="STA-024",
    fault_class="form",
    seen="ours",
    does="The root is taken over the encoding and a line feed.",
    changes=(
        Change(
            "canonical.root",
            "encode_dump(dump(state))",
            'encode_dump(dump(state)) + b"\\n"',
        ),
    ),
)
