from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x977",
    clause="MGN-013",
    fault_class="risk values",
    seen="ours",
    does="Values that have come into force stay announced.",
    changes=(
        Change(
            "operations._with_announced",
            "evolve(asset, risk=Risk(*values), announced=None)",
            "evolve(asset, risk=Risk(*values))",
        ),
    ),
)
