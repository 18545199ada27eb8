from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x862",
    clause="MGN-011",
    fault_class="risk values",
    seen="ours",
    does="The base asset may have risk values.",
    changes=(
        Change(
            "operations.set_risk",
            "command.asset == BASE_ASSET",
            "False",
        ),
    ),
)
