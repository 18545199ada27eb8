from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p06",
    clause="PRP-030",
    fault_class="netting",
    seen="tax lots and inventories, which go first in, first out",
    does="The oldest leg is given up first.",
    changes=(
        Change(
            "legs.newest_leg",
            "max(found, key=lambda leg: leg.leg, default=None)",
            "min(found, key=lambda leg: leg.leg, default=None)",
        ),
    ),
)
